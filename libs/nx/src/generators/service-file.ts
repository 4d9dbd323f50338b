import type { Tree } from '@nx/devkit';
import ts from 'typescript';
import { addImports, type NamedImport } from './imports.ts';
import { applyEdits, findCall, literalOf, parse, propertyOf } from './source-text.ts';

/** The lists of `defineService({ … })`. */
export type ServiceList = 'subscriptions' | 'publishes' | 'publishesDirectly' | 'controllers' | 'providers';

/** `apps/order/src/service.ts` */
export function serviceFile(service: string): string {
  return `apps/${service}/src/service.ts`;
}

/**
 * Adds an element to a list of a service's definition, and the import that it needs. A list that is missing is added; an
 * element that is there already stays alone. The caller formats the file.
 *
 * @throws TypeError the list is something else than an array literal, such as a function of the configuration
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

/** The name that a service file gives to `defineService`; undefined if it defines none. */
export function definedName(file: string, text: string): string | undefined {
  const definition = findCall(parse(file, text), 'defineService')?.arguments[0];
  return definition && ts.isObjectLiteralExpression(definition) ? literalOf(definition, 'name') : undefined;
}

function withElement(file: string, text: string, list: ServiceList, element: string): string {
  const definition = findCall(parse(file, text), 'defineService')?.arguments[0];
  if (!definition || !ts.isObjectLiteralExpression(definition)) {
    throw new TypeError(`${file} has no defineService({ … })`);
  }
  const property = propertyOf(definition, list);
  if (!property) {
    const { end, hasTrailingComma } = definition.properties;
    return applyEdits(text, [
      { start: end, text: `${hasTrailingComma ? '' : ','}\n  ${list}: [${element}],` },
    ]);
  }
  const array = ts.isPropertyAssignment(property) ? property.initializer : undefined;
  if (!array || !ts.isArrayLiteralExpression(array)) {
    throw new TypeError(`${file}: ${list} is not a list written there: add ${element} to it by hand`);
  }
  if (array.elements.some((each) => each.getText() === element)) return text;
  const last = array.elements.at(-1);
  return applyEdits(text, [
    last ? { start: last.end, text: `, ${element}` } : { start: array.getStart() + 1, text: element },
  ]);
}
