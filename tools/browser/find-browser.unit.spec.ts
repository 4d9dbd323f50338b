import { describe, expect, it } from '@jest/globals';
import { findBrowser, NoBrowser } from './find-browser.ts';
import { machine } from './machine.fixture.ts';
import { distributionsIn } from './machine.ts';

const DEBIAN = ['debian'];
const APT_INSTALL = /^apt-get .*install .*chromium$/;
const DOWNLOAD = 'node playwright install --no-shell chromium';

describe('the browser for the tests', () => {
  it('is the one that WAYBILL_BROWSER names, whatever else is there', async () => {
    const { made } = machine(
      { '/mine': 'Chromium 150.0.1.2', '/usr/bin/chromium': 'Chromium 140.0.0.1' },
      { given: '/mine' },
    );
    expect(await findBrowser(made)).toEqual({
      path: '/mine',
      version: '150.0.1.2',
      from: 'WAYBILL_BROWSER',
    });
  });

  it('is no other one if the one named does not run', async () => {
    const { made } = machine({ '/usr/bin/chromium': 'Chromium 140.0.0.1' }, { given: '/gone' });
    await expect(findBrowser(made)).rejects.toThrow('/gone is no program');
    await expect(findBrowser(made)).rejects.not.toBeInstanceOf(NoBrowser);
  });

  it('is one on the PATH, and nothing is installed then', async () => {
    const { made, ran } = machine(
      { '/opt/tools/google-chrome': 'Google Chrome 156.0.1.1' },
      { isRoot: true, distributions: DEBIAN },
    );
    expect(await findBrowser(made)).toMatchObject({ path: '/opt/tools/google-chrome', version: '156.0.1.1' });
    expect(ran).toEqual(['/opt/tools/google-chrome --version']);
  });

  it('may be an application of macOS', async () => {
    const app = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    const programs = { [app]: 'Google Chrome 156.0.1.1' };
    expect(await findBrowser(machine(programs, { platform: 'darwin' }).made)).toMatchObject({ path: app });
  });

  it('is not a stub of the right name that only says how to install the real one', async () => {
    const { made } = machine({
      '/usr/bin/chromium-browser': 'Command requires the chromium snap to be installed.',
      '/cache/chrome': 'Chromium 156.0.1.1',
    });
    expect(await findBrowser(made)).toMatchObject({ path: '/cache/chrome' });
  });

  it("is the operating system's package where root runs the tests, which says so before", async () => {
    const { made, ran, said } = machine({}, { isRoot: true, distributions: DEBIAN }, (command, programs) => {
      if (APT_INSTALL.test(command)) programs['/usr/bin/chromium'] = 'Chromium 156.0.1.1 built on Debian';
    });
    expect(await findBrowser(made)).toMatchObject({ path: '/usr/bin/chromium', version: '156.0.1.1' });
    expect(ran).toEqual([
      expect.stringMatching(/^apt-get .*update$/),
      expect.stringMatching(APT_INSTALL),
      '/usr/bin/chromium --version',
    ]);
    expect(said).toEqual([expect.stringContaining('apt-get')]);
  });

  it('is installed although a list of packages could not be renewed', async () => {
    const { made } = machine({}, { isRoot: true, distributions: DEBIAN }, (command, programs) => {
      if (command.endsWith('update')) throw new Error('a third party is away');
      if (APT_INSTALL.test(command)) programs['/usr/bin/chromium'] = 'Chromium 156.0.1.1';
    });
    expect(await findBrowser(made)).toMatchObject({ path: '/usr/bin/chromium' });
  });

  it("is Playwright's download where somebody else than root runs the tests", async () => {
    const { made, ran } = machine({}, { distributions: DEBIAN }, (command, programs) => {
      if (command === DOWNLOAD) programs['/cache/chrome'] = 'Chromium 156.0.1.1';
    });
    expect(await findBrowser(made)).toMatchObject({ path: '/cache/chrome', from: "Playwright's download" });
    expect(ran.filter((command) => command.startsWith('apt-get'))).toEqual([]);
  });

  it("is Playwright's download where the system's package is a stub", async () => {
    const { made } = machine({}, { isRoot: true, distributions: ['ubuntu'] }, (command, programs) => {
      if (APT_INSTALL.test(command)) programs['/usr/bin/chromium'] = 'install the snap';
      if (command === DOWNLOAD) programs['/cache/chrome'] = 'Chromium 156.0.1.1';
    });
    expect(await findBrowser(made)).toMatchObject({ path: '/cache/chrome' });
  });

  it('is missing where nothing helps, with what each way said and what to do', async () => {
    const { made } = machine({}, { isRoot: true, distributions: DEBIAN }, (command) => {
      throw new Error(`${command.split(' ')[0]}: no network`);
    });
    const error = await findBrowser(made).catch((caught: unknown) => caught as Error);
    expect(error).toBeInstanceOf(NoBrowser);
    expect((error as Error).message).toMatch(
      /on this machine: none under the usual names\n.*package: apt-get: no network \(apt-get: no network\)\n.*download: node: no network\n.*WAYBILL_BROWSER/,
    );
  });
});

describe('an os-release file', () => {
  it('says what the system is and what it is like', () => {
    expect(distributionsIn('NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n')).toEqual([
      'linuxmint',
      'ubuntu',
      'debian',
    ]);
    expect(distributionsIn('ID=debian\nVERSION_CODENAME=bookworm\n')).toEqual(['debian']);
  });
});
