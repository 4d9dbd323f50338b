import type { Tree } from '@nx/devkit';
import ts from 'typescript';
import { addImports, type NamedImport } from './imports.ts';
import { Refusal } from './refusal.ts';
import { addShorthand, serviceFile } from './service-file.ts';
import { applyEdits, findNode, parse } from './source-text.ts';

/** A route to be added to a consumer: an event, and the handler that takes it. */
export interface Route {
  readonly consumer: string;
  /** Of a new consumer: where it begins in the streams. */
  readonly startFrom: 'now' | 'beginning';
  /** `OrderConfirmed` */
  readonly event: NamedImport;
  /** `CountWhenOrderConfirmed` */
  readonly handler: NamedImport;
}

interface Consumer {
  readonly name: string;
  readonly routes: ts.ArrayLiteralExpression;
}

/** The names of the consumers that a service declares. */
export function consumersOf(tree: Tree, service: string): string[] {
  return consumersIn(...fileOf(tree, service)).map(({ name }) => name);
}

/** Adds a route to a consumer of a service. A consumer that is not there is declared. The caller formats the file. */
export function addRoute(tree: Tree, service: string, route: Route): void {
  const [file, text] = fileOf(tree, service);
  tree.write(file, addImports(withRoute(file, text, route), importsFor(route)));
  if (file !== serviceFile(service)) addShorthand(tree, service, 'subscriptions', './subscriptions.js');
}

/** Where the consumers are: a file of their own, or the service's, if it has them. */
function fileOf(tree: Tree, service: string): [file: string, text: string] {
  const own = `apps/${service}/src/subscriptions.ts`;
  const whole = serviceFile(service);
  const text = tree.read(whole, 'utf8') ?? '';
  const isInService = !tree.exists(own) && consumersIn(whole, text).length > 0;
  return isInService ? [whole, text] : [own, tree.read(own, 'utf8') ?? EMPTY];
}

const EMPTY = `
/** Everything that this service consumes. */
export const subscriptions = [
];
`;

function withRoute(file: string, text: string, { consumer, startFrom, event, handler }: Route): string {
  const route = `on(${event.name}, ${handler.name})`;
  const consumers = consumersIn(file, text);
  const existing = consumers.find(({ name }) => name === consumer);
  if (existing) return withElement(text, existing.routes, route);
  return withElement(
    text,
    listIn(file, text),
    `consumer('${consumer}', { startFrom: '${startFrom}' }, [${route}])`,
  );
}

function importsFor({ event, handler }: Route): NamedImport[] {
  const library = ['consumer', 'on'].map((name) => ({ name, from: '@waybill/messaging' }));
  return [event, ...library, handler];
}

function withElement(text: string, list: ts.ArrayLiteralExpression, element: string): string {
  const last = list.elements.at(-1);
  return applyEdits(text, [
    last ? { start: last.end, text: `, ${element}` } : { start: list.getStart() + 1, text: `${element},` },
  ]);
}

/** Calls of `consumer('<name>', { … }, [ … ])`, in the order of the text. */
function consumersIn(file: string, text: string): Consumer[] {
  const found: Consumer[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'consumer') {
      const [name, , routes] = node.arguments;
      if (name && ts.isStringLiteralLike(name) && routes && ts.isArrayLiteralExpression(routes))
        found.push({ name: name.text, routes });
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(file, text));
  return found;
}

/** @throws Refusal `subscriptions` is something else than a list of consumers that is written there */
function listIn(file: string, text: string): ts.ArrayLiteralExpression {
  const list = findNode(
    parse(file, text),
    (node): node is ts.ArrayLiteralExpression =>
      ts.isArrayLiteralExpression(node) &&
      (ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent)) &&
      node.parent.name.getText() === 'subscriptions',
  );
  if (list) return list;
  throw new Refusal('service', `${file} has no list of subscriptions`, 'Add the consumer by hand.');
}
