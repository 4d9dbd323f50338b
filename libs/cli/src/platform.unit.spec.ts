import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { packageManagerError, platformError, thisMachine } from '../bootstrap/platform.mjs';

const machine = { node: '20.18.0', platform: 'linux', glibc: '2.36' };

describe('the machine', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('is fine as it is here', () => {
    expect(platformError(thisMachine())).toBeUndefined();
  });

  it.each([
    ['Linux with glibc', machine],
    ['macOS', { ...machine, platform: 'darwin', glibc: undefined }],
  ])('is fine with %s', (_, fine) => {
    expect(platformError(fine)).toBeUndefined();
  });

  it('is refused with a Node older than package.json says', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
    const least = Number(engines.node.replace('>=', ''));
    expect(platformError({ ...machine, node: `${least}.0.0` })).toBeUndefined();
    expect(platformError({ ...machine, node: `${least - 1}.9.1` })).toMatch(
      `Node ${least} or newer is needed; this is ${least - 1}.9.1`,
    );
  });

  it('is refused with musl, whose Node reports no glibc', () => {
    const report = process.report.getReport() as { header: object };
    jest.spyOn(process.report, 'getReport').mockReturnValue({
      ...report,
      header: { ...report.header, glibcVersionRuntime: undefined, glibcVersionCompiler: undefined },
    });
    expect(platformError({ ...thisMachine(), platform: 'linux' })).toMatch(/Alpine's musl.*bookworm/);
  });

  it('is refused with a glibc that is too old', () => {
    expect(platformError({ ...machine, glibc: '2.17' })).toMatch(
      /glibc 2\.28 or newer.*this system has 2\.17/,
    );
  });
});

describe('the package manager', () => {
  it.each(['yarn/4.18.1 npm/? node/v24.21.0 linux x64', 'pnpm/10.1.0 npm/? node/v24.21.0 linux x64'])(
    'is refused in one sentence: %s',
    (userAgent) => {
      const [name] = userAgent.split('/');
      expect(packageManagerError(userAgent)).toMatch(
        new RegExp(`^This workspace .* with npm, .*: \`npm start\`, not \`${name} start\`\\.$`),
      );
    },
  );

  it('may be npm, or none', () => {
    expect(packageManagerError('npm/11.19.1 node/v24.21.0 linux x64 workspaces/false')).toBeUndefined();
    expect(packageManagerError(undefined)).toBeUndefined();
  });
});
