import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asUser } from './as-user.js';
import { canUse, parsePasswd } from './unprivileged-user.js';

const STRANGER = { name: 'stranger', uid: 54_321, gid: 54_321 };

describe('accounts', () => {
  it('are read with negative ids as the system counts them', () => {
    const text =
      '# comment\nroot:x:0:0:root:/root:/bin/sh\nnobody:*:-2:-2:Nobody:/var/empty:/usr/bin/false\n';
    expect(parsePasswd(text)).toEqual([
      { name: 'root', uid: 0, gid: 0 },
      { name: 'nobody', uid: 4_294_967_294, gid: 4_294_967_294 },
    ]);
  });
});

describe('running a program as another user', () => {
  let folder: string;
  let program: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'waybill-user-'));
    mkdirSync(join(folder, 'bin'), { mode: 0o755 });
    program = join(folder, 'bin', 'program');
    writeFileSync(program, '', { mode: 0o755 });
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('is plain where that user can reach it', () => {
    chmodSync(folder, 0o711);
    expect(canUse(STRANGER, program)).toBe(true);
    expect(asUser(STRANGER, program, ['-v'], [])).toEqual({
      file: program,
      args: ['-v'],
      uid: 54_321,
      gid: 54_321,
    });
  });

  it('keeps the one capability that passes closed folders where a folder above is private', () => {
    chmodSync(folder, 0o700);
    expect(canUse(STRANGER, program)).toBe(false);
    const launch = asUser(STRANGER, program, ['-v'], []);
    expect(launch.file).toMatch(/setpriv$/);
    expect(launch.args).toEqual(
      expect.arrayContaining(['--reuid=54321', '--ambient-caps=+dac_override', program, '-v']),
    );
  });

  it('looks at what the program needs, too', () => {
    chmodSync(folder, 0o711);
    const secret = join(folder, 'settings');
    writeFileSync(secret, '', { mode: 0o600 });
    expect(asUser(STRANGER, program, [], [secret]).file).toMatch(/setpriv$/);
  });

  it('changes nothing for an ordinary user', () => {
    expect(asUser(undefined, program, ['-v'], [])).toEqual({ file: program, args: ['-v'] });
  });
});
