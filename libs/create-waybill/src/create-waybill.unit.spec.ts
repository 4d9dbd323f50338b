import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments } from './arguments.js';
import { plan } from './requirements.js';

let top: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'create-waybill-'));
});
afterEach(() => rmSync(top, { recursive: true }));
const inTop = (name: string) => join(top, name);

describe('arguments', () => {
  it('are a folder and flags', () => {
    expect(readArguments(['my-shop', '--service=billing', '--shop'])).toEqual({
      folder: 'my-shop',
      service: 'billing',
      shop: true,
    });
  });

  it.each([
    [['--servce=x'], '--servce: there is no such flag. The flags are --service, --emits'],
    [['one', 'two'], '--folder: "one two" is more than one. Name one folder'],
    [['one', '--service'], '--service: '],
  ])('%j are refused with the flag that is wrong', (args, message) => {
    expect(() => readArguments(args)).toThrow(message);
  });
});

describe('the plan', () => {
  it('has defaults for what was not said', () => {
    expect(plan({ folder: inTop('my-shop') })).toMatchObject({
      name: 'my-shop',
      service: 'order',
      flags: ['--emits=order.placed'],
    });
    expect(plan({ folder: inTop('my-shop'), shop: true })).toMatchObject({
      service: 'shipping',
      flags: ['--emits=shipment.dispatched', '--consumes=order.confirmed'],
    });
    expect(plan({ folder: inTop('my-shop'), service: 'greeter', database: 'none' }).flags).toEqual([
      '--database=none',
    ]);
  });

  it('takes a folder that is new, empty, or a new repository', () => {
    mkdirSync(join(top, 'empty'));
    mkdirSync(join(top, 'repository', '.git'), { recursive: true });
    for (const name of ['new', 'empty', 'repository']) expect(plan({ folder: inTop(name) }).name).toBe(name);
  });

  it('refuses all others, and names that packages cannot have', () => {
    mkdirSync(join(top, 'used'));
    writeFileSync(join(top, 'used', 'notes.txt'), '');
    writeFileSync(join(top, 'file'), '');
    expect(() => plan({})).toThrow('none is named');
    expect(() => plan({ folder: inTop('used') })).toThrow('is not empty: it has notes.txt');
    expect(() => plan({ folder: inTop('file') })).toThrow('is a file');
    expect(() => plan({ folder: inTop('My Shop') })).toThrow('"My Shop" is not in lower-case kebab case');
    expect(() => plan({ folder: inTop('waybill') })).toThrow('@waybill is the scope');
    expect(() => plan({ folder: inTop('a'), service: 'Bad' })).toThrow('--service: "Bad"');
    expect(() => plan({ folder: inTop('a'), service: 'order', shop: true })).toThrow('has a service order');
  });
});
