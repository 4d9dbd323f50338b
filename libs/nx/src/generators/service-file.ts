import type { Tree } from '@nx/devkit';
import ts from 'typescript';
import { addImports, type NamedImport } from './imports.ts';
import { Refusal } from './refusal.ts';
import { applyEdits, findCall, literalOf, parse, propertyOf } from './source-text.ts';

/** The lists of `defineService({ … })`. */
export type ServiceList = 'publishes' | 'controllers' | 'providers' | 'schedules';

/** `apps/order/src/service.ts` */
export function serviceFile(service: string): string {
  return `apps/${service}/src/service.ts`;
}

/**
 * Adds an element to a list of a service's definition, and the import that it needs. A list that is missing is added; an
 * element that is there already stays alone. The caller formats the file.
 *
 * @throws Refusal the list is something else than an array literal, such as a function of the configuration
 */
export function addToService(
  tree: Tree,
  service: string,
  list: ServiceList,
  element: string,
  imports: readonly NamedImport[] = [],
): void {
  const file = serviceFile(service);
  const text = tree.read(file, 'utf8') ?? '';
  tree.write(file, addImports(withElement(file, text, list, element), imports));
}

/** Adds a property that is named as its value, `subscriptions`, and the import of it. Does nothing if it is there. */
export function addShorthand(tree: Tree, service: string, name: string, from: string): void {
  const file = serviceFile(service);
  const text = tree.read(file, 'utf8') ?? '';
  const definition = definitionIn(file, text);
  if (propertyOf(definition, name)) return;
  tree.write(file, addImports(withProperty(text, definition, name), [{ name, from }]));
}

/** The name that a service file gives to `defineService`; undefined if it defines none. */
export function definedName(file: string, text: string): string | undefined {
  const definition = findCall(parse(file, text), 'defineService')?.arguments[0];
  return definition && ts.isObjectLiteralExpression(definition) ? literalOf(definition, 'name') : undefined;
}

function withElement(file: string, text: string, list: ServiceList, element: string): string {
  const definition = definitionIn(file, text);
  const property = propertyOf(definition, list);
  if (!property) return withProperty(text, definition, `${list}: [${element}]`);
  const array = ts.isPropertyAssignment(property) ? property.initializer : undefined;
  if (!array || !ts.isArrayLiteralExpression(array)) {
    throw new Refusal(
      'service',
      `${list} in ${file} is not a list that is written there`,
      `Add ${element} to it by hand.`,
    );
  }
  if (array.elements.some((each) => each.getText() === element)) return text;
  const last = array.elements.at(-1);
  return applyEdits(text, [
    last ? { start: last.end, text: `, ${element}` } : { start: array.getStart() + 1, text: element },
  ]);
}

function definitionIn(file: string, text: string): ts.ObjectLiteralExpression {
  const definition = findCall(parse(file, text), 'defineService')?.arguments[0];
  if (definition && ts.isObjectLiteralExpression(definition)) return definition;
  throw new Refusal('service', `${file} has no defineService({ … })`, 'Add by hand what you want there.');
}

function withProperty(text: string, { properties }: ts.ObjectLiteralExpression, property: string): string {
  const { end, hasTrailingComma } = properties;
  return applyEdits(text, [{ start: end, text: `${hasTrailingComma ? '' : ','}\n  ${property},` }]);
}
