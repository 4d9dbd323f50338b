import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { servicesToken } from './services-token.js';

describe('the token for services', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'token-')), 'token');
  const read = (name: string) => servicesToken({ SERVICES_TOKEN_FILE: name });

  it('is what the file holds now', () => {
    for (const token of ['first', 'renewed']) {
      writeFileSync(file, `${token}\n`);
      expect(read(file)).toBe(token);
    }
  });

  it('is none without a file', () => {
    expect(servicesToken({})).toBeUndefined();
  });

  it('names the file that cannot be used', () => {
    writeFileSync(file, '\n');
    expect(() => read(file)).toThrow(`the file ${file}, which SERVICES_TOKEN_FILE names, is empty`);
    expect(() => read('/nope/token')).toThrow(
      '/nope/token, which SERVICES_TOKEN_FILE names, cannot be read (ENOENT)',
    );
  });
});
