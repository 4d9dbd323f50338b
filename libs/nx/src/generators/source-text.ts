import ts from 'typescript';

/** A source file as the compiler reads it: its nodes have positions in `text`. */
export function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

/** Replaces the text from `start` to `end`. Without `end` it is inserted at `start`. */
export interface TextEdit {
  readonly start: number;
  readonly end?: number;
  readonly text: string;
}

/** Applies edits that were found in the same text and do not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce(
      (result, { start, end = start, text: inserted }) =>
        result.slice(0, start) + inserted + result.slice(end),
      text,
    );
}

/** The first node below `root` that `isWanted` accepts, in the order of the text. */
export function findNode<Node extends ts.Node>(
  root: ts.Node,
  isWanted: (node: ts.Node) => node is Node,
): Node | undefined {
  return ts.forEachChild(root, (child) => (isWanted(child) ? child : findNode(child, isWanted)));
}

/** The arguments of the first call of a function by this name. */
export function findCall(root: ts.Node, name: string): ts.CallExpression | undefined {
  return findNode(
    root,
    (node): node is ts.CallExpression =>
      ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name,
  );
}

/** The property of an object literal, also if it is written in short: `{ subscriptions }`. */
export function propertyOf(
  object: ts.ObjectLiteralExpression,
  name: string,
): ts.PropertyAssignment | ts.ShorthandPropertyAssignment | undefined {
  return object.properties.find(
    (property): property is ts.PropertyAssignment | ts.ShorthandPropertyAssignment =>
      (ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property)) &&
      property.name.getText() === name,
  );
}

/** The value of a property if it is a literal string or number. */
export function literalOf(object: ts.ObjectLiteralExpression, name: string): string | undefined {
  const property = propertyOf(object, name);
  if (!property || !ts.isPropertyAssignment(property)) return undefined;
  const { initializer } = property;
  return ts.isStringLiteralLike(initializer) || ts.isNumericLiteral(initializer)
    ? initializer.text
    : undefined;
}
