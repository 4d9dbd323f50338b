import ts from 'typescript';
import { applyEdits, parse } from './source-text.ts';

/** An import of the workspace's style: `import { A, type B } from 'module';` */
export interface NamedImport {
  readonly name: string;
  readonly from: string;
  /** Imported for types only. */
  readonly type?: boolean;
}

/**
 * Adds imports to a source file: to the declaration of the module if there is one, otherwise as a line of its own, before
 * the first that sorts after it. Those that are there stay as they are.
 */
export function addImports(text: string, imports: readonly NamedImport[]): string {
  return imports.reduce(addImport, text);
}

/** Removes the names that were imported from a module, and the line if nothing is left of it. */
export function removeImports(text: string, from: string): string {
  const edits = declarationsOf(text)
    .filter((declaration) => moduleOf(declaration) === from)
    .map((declaration) => ({
      start: declaration.getStart(),
      end: endOfLine(text, declaration.end),
      text: '',
    }));
  return applyEdits(text, edits);
}

function addImport(text: string, { name, from, type = false }: NamedImport): string {
  const declarations = declarationsOf(text);
  const same = declarations.filter((declaration) => moduleOf(declaration) === from);
  if (same.some((declaration) => elementsOf(declaration).some((element) => element.name.text === name))) {
    return text;
  }
  const target = same.find(
    (declaration) => elementsOf(declaration).length > 0 && (type || !declaration.importClause?.isTypeOnly),
  );
  if (target) {
    const elements = elementsOf(target);
    const own = type && !target.importClause?.isTypeOnly ? `type ${name}` : name;
    const next = elements.find((element) => compare(element.name.text, name) > 0);
    return applyEdits(text, [
      next ? { start: next.getStart(), text: `${own}, ` } : { start: elements.at(-1)!.end, text: `, ${own}` },
    ]);
  }
  const line = `import ${type ? 'type ' : ''}{ ${name} } from '${from}';\n`;
  const next = declarations.find((declaration) => compare(moduleOf(declaration), from) > 0);
  const last = declarations.at(-1);
  const start = next ? next.getStart() : last ? endOfLine(text, last.end) : 0;
  return applyEdits(text, [{ start, text: line }]);
}

function declarationsOf(text: string): ts.ImportDeclaration[] {
  return parse('source.ts', text).statements.filter(ts.isImportDeclaration);
}

function moduleOf(declaration: ts.ImportDeclaration): string {
  return (declaration.moduleSpecifier as ts.StringLiteral).text;
}

function elementsOf(declaration: ts.ImportDeclaration): readonly ts.ImportSpecifier[] {
  const bindings = declaration.importClause?.namedBindings;
  return bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
}

function endOfLine(text: string, position: number): number {
  const end = text.indexOf('\n', position);
  return end < 0 ? text.length : end + 1;
}

/** As editors sort: without regard to case. Packages come before files of the project, which begin with a dot. */
function compare(a: string, b: string): number {
  const relative = Number(a.startsWith('.')) - Number(b.startsWith('.'));
  return relative || a.localeCompare(b, 'en', { sensitivity: 'base' });
}
