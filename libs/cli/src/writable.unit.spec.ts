import { describe, expect, it } from '@jest/globals';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isWritable } from '../bootstrap/writable.mjs';

describe('a folder that is to be written to', () => {
  const refused = (code: string) => () => {
    throw Object.assign(new Error(code), { code });
  };

  it('may still have to be made, with the folders above it', () => {
    const asked: string[] = [];
    expect(isWritable(join(tmpdir(), 'not', 'there', 'yet'), (path) => asked.push(path))).toBe(true);
    expect(asked).toEqual([tmpdir()]);
  });

  it.each(['EACCES', 'EROFS', 'EPERM'])('is not writable if the system says %s', (code) => {
    expect(isWritable(tmpdir(), refused(code))).toBe(false);
  });

  it('is not judged by another error', () => {
    expect(() => isWritable(tmpdir(), refused('EIO'))).toThrow('EIO');
  });
});
