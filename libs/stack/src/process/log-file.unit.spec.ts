import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { closeSync, mkdtempSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogFile } from './log-file.js';

describe('a log file', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'waybill-log-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('is moved aside past its limit while its writer goes on writing', () => {
    const log = new LogFile(join(folder, 'logs', 'order.log'), 10);
    const writer = log.open();
    writeSync(writer, 'the first lines\n');
    log.rotateIfLarge();
    writeSync(writer, 'more\n');
    log.rotateIfLarge();
    expect(readFileSync(`${log.path}.1`, 'utf8')).toBe('the first lines\n');
    expect(readFileSync(log.path, 'utf8')).toBe('more\n');
    closeSync(writer);
  });

  it('shows its last lines, from where one wants to look', () => {
    const log = new LogFile(join(folder, 'order.log'));
    const writer = log.open();
    writeSync(writer, 'of an earlier start\n');
    const start = log.size();
    writeSync(writer, 'one\ntwo\nthree\n');
    closeSync(writer);
    expect(log.tail(2, start)).toBe('two\nthree');
    expect(log.tail(20, start)).toBe('one\ntwo\nthree');
  });

  it('has no size before it is there', () => {
    const log = new LogFile(join(folder, 'order.log'));
    expect(log.size()).toBe(0);
    expect(() => log.rotateIfLarge()).not.toThrow();
  });
});
