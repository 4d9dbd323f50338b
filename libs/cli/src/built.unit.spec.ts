import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildAndRecord, builtAsIs } from '../bootstrap/built.mjs';

let root: string;
const source = () => join(root, 'libs/messaging/src/index.ts');
const built = () => join(root, 'libs/messaging/dist/index.js');

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'waybill-built-'));
  mkdirSync(join(root, 'node_modules'));
  write(source(), 'export const a = 1;');
  expect(builtAsIs(root)).toBe(false);
  await buildAndRecord(root, async () => write(built(), 'export const a = 1;'));
});

afterEach(() => rmSync(root, { recursive: true }));

it('is built as long as no source changes, whatever happens to what was built from it', () => {
  utimesSync(built(), 1, 1);
  expect(builtAsIs(root)).toBe(true);
});

it.each<[string, () => void]>([
  ['a source is written again', () => utimesSync(source(), 1, 1)],
  ['a source is added', () => write(join(root, 'apps/order/package.json'), '{}')],
  ['a source is gone', () => rmSync(source())],
  ['a schema changes', () => write(join(root, 'prisma/order/schema.prisma'), 'model A {}')],
  ['what was built is gone', () => rmSync(dirname(built()), { recursive: true })],
])('is not built once %s', (_, change) => {
  change();
  expect(builtAsIs(root)).toBe(false);
});

it('is not built if a source changed while it was', async () => {
  await buildAndRecord(root, async () => utimesSync(source(), 2, 2));
  expect(builtAsIs(root)).toBe(false);
});

it('is not built if the build failed', async () => {
  utimesSync(source(), 3, 3);
  await expect(buildAndRecord(root, () => Promise.reject(new Error('syntax')))).rejects.toThrow('syntax');
  expect(builtAsIs(root)).toBe(false);
});
