import ts from 'typescript';

export interface Gone {
  /** Whether a module specifier of this file leads to a file that is deleted. */
  readonly module: (specifier: string) => boolean;
  /** Whether a text names what is deleted, as in a list of services. */
  readonly text?: (text: string) => boolean;
}

/**
 * Takes out of a source file what used something that is deleted: the import, and of each use the smallest part that can
 * go without the rest: an element of a list, a property, a child in JSX, a statement. What then nobody uses any more goes
 * too, declarations of the file and imports, but nothing that was unused before. The result is to be formatted.
 *
 * Names are compared as texts: a file that gives a deleted import's name to something else loses that, too.
 *
 * @throws Error a use is of a kind that cannot go alone
 */
export function pruneSource(name: string, text: string, gone: Gone): string {
  const source = parse(name, text);
  const cuts = allUses(source, gone);
  if (cuts.size === 0) return text;
  let pruned = withoutNodes(source, cuts);
  const used = namesUsed(source);
  for (;;) {
    const next = withoutUnused(parse(name, pruned), used);
    if (next === pruned) return pruned;
    pruned = next;
  }
}

function parse(name: string, text: string): ts.SourceFile {
  return ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
}

/** Also the uses of what a statement that goes has declared, and so on. */
function allUses(source: ts.SourceFile, gone: Gone): Set<ts.Node> {
  const { cuts, names } = directUses(source, gone);
  for (let known = -1; known < names.size;) {
    known = names.size;
    for (const reference of references(source, names)) cuts.add(removableAround(reference));
    for (const cut of cuts)
      if (ts.isVariableStatement(cut)) for (const each of declaredNames(cut)) names.add(each);
  }
  return cuts;
}

/** Imports and exports of deleted modules, with the names that they bring, and texts that name them. */
function directUses(source: ts.SourceFile, gone: Gone): { cuts: Set<ts.Node>; names: Set<string> } {
  const cuts = new Set<ts.Node>();
  const names = new Set<string>();
  visit(source, (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      const from = node.moduleSpecifier;
      if (!from || !ts.isStringLiteral(from) || !gone.module(from.text)) return;
      cuts.add(node);
      if (ts.isImportDeclaration(node)) for (const each of importedNames(node)) names.add(each);
    } else if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) {
      const { parent } = node;
      if (ts.isCallExpression(parent) && parent.expression.kind === ts.SyntaxKind.ImportKeyword) {
        if (gone.module(node.text)) cuts.add(itemAround(node) ?? removableAround(node));
      } else if (gone.text?.(node.text)) cuts.add(itemAround(node) ?? inNoList(node));
    }
  });
  return { cuts, names };
}

function importedNames(node: ts.ImportDeclaration): string[] {
  const { name, namedBindings } = node.importClause ?? {};
  return [
    ...(name ? [name.text] : []),
    ...(namedBindings && ts.isNamespaceImport(namedBindings) ? [namedBindings.name.text] : []),
    ...(namedBindings && ts.isNamedImports(namedBindings)
      ? namedBindings.elements.map((each) => each.name.text)
      : []),
  ];
}

/** The node itself, or the nearest around it, that its parent can do without. */
function removableAround(start: ts.Node): ts.Node {
  for (let node = start; node.parent; node = node.parent) {
    if (isRemovable(node)) return lastOne(node);
    if (ts.isParameter(node) || ts.isClassElement(node) || ts.isHeritageClause(node)) break;
  }
  throw new Error(`${start.getSourceFile().fileName}: ${start.getText()} cannot go alone`);
}

/** The item of a list or union that the text is, or is in. */
function itemAround(start: ts.Node): ts.Node | undefined {
  for (let node = start; node.parent && !ts.isStatement(node); node = node.parent) {
    if (ts.isArrayLiteralExpression(node.parent) || ts.isUnionTypeNode(node.parent)) return lastOne(node);
  }
  return undefined;
}

function inNoList(node: ts.Node): never {
  throw new Error(`${node.getSourceFile().fileName}: ${node.getText()} is in no list that could lose it`);
}

function isRemovable(node: ts.Node): boolean {
  const { parent } = node;
  return (
    ts.isArrayLiteralExpression(parent) ||
    ts.isObjectLiteralElement(node) ||
    ts.isJsxAttribute(node) ||
    ((ts.isJsxElement(parent) || ts.isJsxFragment(parent)) &&
      parent.children.includes(node as ts.JsxChild)) ||
    ts.isUnionTypeNode(parent) ||
    ts.isTypeElement(node) ||
    (ts.isStatement(node) && (ts.isBlock(parent) || ts.isSourceFile(parent)))
  );
}

/** A property whose list would be empty goes with the last element. */
function lastOne(node: ts.Node): ts.Node {
  const list = node.parent;
  if (!ts.isArrayLiteralExpression(list) || list.elements.length > 1) return node;
  const value = ts.isArrowFunction(list.parent) ? list.parent : list;
  return ts.isPropertyAssignment(value.parent) ? value.parent : node;
}

/** Uses of these names, other than as the name of a property. */
function references(source: ts.SourceFile, names: ReadonlySet<string>): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  visit(source, (node) => {
    if (ts.isIdentifier(node) && names.has(node.text) && isReference(node)) found.push(node);
  });
  return found;
}

function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent)) return false;
  const isNameOfProperty =
    ts.isPropertyAccessExpression(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isJsxAttribute(parent);
  return !(isNameOfProperty && parent.name === node);
}

/** How often each name occurs in the file, its declaration included. */
function namesUsed(source: ts.SourceFile): Map<string, number> {
  const counts = new Map<string, number>();
  visit(source, (node) => {
    if (ts.isIdentifier(node) && isReference(node)) counts.set(node.text, (counts.get(node.text) ?? 0) + 1);
  });
  return counts;
}

/** Without the imports and declarations that nothing in the file names any more, if something did before. */
function withoutUnused(source: ts.SourceFile, before: ReadonlyMap<string, number>): string {
  const now = namesUsed(source);
  const lostUses = (name: string, itself: number) =>
    (now.get(name) ?? 0) === itself && (before.get(name) ?? 0) > itself;
  const cuts = new Set<ts.Node>();
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) {
      const names = importedNames(statement);
      if (names.length > 0 && names.every((name) => lostUses(name, 0))) cuts.add(statement);
      else for (const each of specifiers(statement)) if (lostUses(each.name.text, 0)) cuts.add(each);
    } else if (declaredNames(statement).some((name) => lostUses(name, 1)) && !isExported(statement)) {
      cuts.add(statement);
    }
  }
  return withoutNodes(source, cuts);
}

function specifiers(node: ts.ImportDeclaration): readonly ts.ImportSpecifier[] {
  const bindings = node.importClause?.namedBindings;
  return bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
}

/** Of a statement that declares one thing. */
function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    const [declaration, ...more] = statement.declarationList.declarations;
    return declaration && more.length === 0 && ts.isIdentifier(declaration.name)
      ? [declaration.name.text]
      : [];
  }
  const { name } = statement as { name?: ts.Node };
  return name && ts.isIdentifier(name) ? [name.text] : [];
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}

function withoutNodes(source: ts.SourceFile, nodes: ReadonlySet<ts.Node>): string {
  const ranges = [...nodes]
    .map((node) => ({ from: startOf(node), to: endOf(node, source.text) }))
    .sort((a, b) => a.from - b.from || b.to - a.to);
  let text = '';
  let kept = 0;
  for (const { from, to } of ranges) {
    if (to <= kept) continue; // inside one that is cut already
    text += source.text.slice(kept, Math.max(from, kept));
    kept = to;
  }
  return text + source.text.slice(kept);
}

/** With the comment above it, which is about it; above the first import, it is about the file. */
function startOf(node: ts.Node): number {
  return ts.isImportDeclaration(node) ? node.getStart() : node.getFullStart();
}

function endOf(node: ts.Node, text: string): number {
  const rest = text.slice(node.end);
  const separator = ts.isUnionTypeNode(node.parent) ? /^\s*\|/ : /^\s*,|^[ \t]*\n/;
  return node.end + (separator.exec(rest)?.[0].length ?? 0);
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}
