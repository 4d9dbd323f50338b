import type { OutlineNode } from './outline.ts';

/** A row with its place in the tree grid. */
export interface Row extends OutlineNode {
  /** 1 for roots. */
  level: number;
  parentKey?: string;
  expanded: boolean;
  /** 1 for the first among its siblings. */
  position: number;
  siblings: number;
}

/** The visible rows, top to bottom: without those below a collapsed one. */
export function visibleRows(roots: readonly OutlineNode[], collapsed: ReadonlySet<string>): Row[] {
  const rows: Row[] = [];
  const stack = placed(roots, 1, undefined, collapsed).reverse();
  for (let row = stack.pop(); row; row = stack.pop()) {
    rows.push(row);
    if (row.expanded) stack.push(...placed(row.children, row.level + 1, row.key, collapsed).reverse());
  }
  return rows;
}

function placed(
  nodes: readonly OutlineNode[],
  level: number,
  parentKey: string | undefined,
  collapsed: ReadonlySet<string>,
): Row[] {
  return nodes.map((node, index) => ({
    ...node,
    level,
    parentKey,
    expanded: node.children.length > 0 && !collapsed.has(node.key),
    position: index + 1,
    siblings: nodes.length,
  }));
}

/** Keys of the rows above this one, which have to be expanded for it to be visible. */
export function ancestorsOf(roots: readonly OutlineNode[], key: string): string[] {
  const parents = new Map<string, string>();
  const stack = [...roots];
  for (let node = stack.pop(); node; node = stack.pop())
    for (const child of node.children) {
      parents.set(child.key, node.key);
      stack.push(child);
    }
  const found: string[] = [];
  for (let at = parents.get(key); at !== undefined; at = parents.get(at)) found.push(at);
  return found;
}

/** What a key does in a tree grid: go to another row, or expand or collapse one. */
type Move = { kind: 'go'; index: number } | { kind: 'expand' | 'collapse'; key: string } | undefined;

export function moveFor(key: string, rows: readonly Row[], index: number, page: number): Move {
  const row = rows[index];
  const go = (to: number): Move => ({ kind: 'go', index: Math.min(Math.max(to, 0), rows.length - 1) });
  if (!row) return rows.length > 0 && (key === 'ArrowDown' || key === 'Home') ? go(0) : undefined;
  switch (key) {
    case 'ArrowDown':
      return go(index + 1);
    case 'ArrowUp':
      return go(index - 1);
    case 'PageDown':
      return go(index + page);
    case 'PageUp':
      return go(index - page);
    case 'Home':
      return go(0);
    case 'End':
      return go(rows.length - 1);
    case 'ArrowRight':
      if (row.children.length === 0) return undefined;
      return row.expanded ? go(index + 1) : { kind: 'expand', key: row.key };
    case 'ArrowLeft':
      if (row.expanded) return { kind: 'collapse', key: row.key };
      return row.parentKey === undefined
        ? undefined
        : go(rows.findIndex((each) => each.key === row.parentKey));
  }
  return undefined;
}
