import { describe, expect, it } from '@jest/globals';
import { findBrowser, NoBrowser } from './find-browser.ts';
import { machine } from './machine.fixture.ts';

const APT = '/usr/bin/apt-get';
const APT_INSTALL = /^apt-get .*install .*chromium$/;
const DOWNLOAD = 'node node_modules/playwright-core/cli.js install --no-shell chromium';

describe('the browser for the tests', () => {
  it('is the one that WAYBILL_BROWSER names, whatever else is there', async () => {
    const { made } = machine({ '/mine': '150.0.1.2', '/usr/bin/chromium': '140.0.0.1' }, { given: '/mine' });
    expect(await findBrowser(made)).toEqual({ path: '/mine', version: '150.0.1.2' });
  });

  it('is no other one if the one named does not start', async () => {
    const { made } = machine({ '/usr/bin/chromium': '140.0.0.1' }, { given: '/gone' });
    await expect(findBrowser(made)).rejects.toThrow('/gone does not start');
    await expect(findBrowser(made)).rejects.not.toBeInstanceOf(NoBrowser);
  });

  it('is one on the PATH, and nothing is installed then', async () => {
    const { made, ran } = machine({ '/opt/tools/google-chrome': '156.0.1.1', [APT]: '' }, { isRoot: true });
    expect(await findBrowser(made)).toEqual({ path: '/opt/tools/google-chrome', version: '156.0.1.1' });
    expect(ran).toEqual([]);
  });

  it('may be an application of macOS', async () => {
    const app = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(await findBrowser(machine({ [app]: '156.0.1.1' }).made)).toMatchObject({ path: app });
  });

  it('is not a stub of the right name that only says how to install the real one', async () => {
    const { made } = machine({ '/usr/bin/chromium-browser': '', '/cache/chrome': '156.0.1.1' });
    expect(await findBrowser(made)).toMatchObject({ path: '/cache/chrome' });
  });

  it("is the operating system's package if root runs the tests, after a line that says so", async () => {
    const { made, ran, said } = machine({ [APT]: '' }, { isRoot: true }, (command, programs) => {
      if (APT_INSTALL.test(command)) programs['/usr/bin/chromium'] = '156.0.1.1';
    });
    expect(await findBrowser(made)).toEqual({ path: '/usr/bin/chromium', version: '156.0.1.1' });
    expect(ran).toEqual([expect.stringMatching(/^apt-get .*update$/), expect.stringMatching(APT_INSTALL)]);
    expect(said).toEqual([expect.stringContaining('apt-get')]);
  });

  it('is installed although a list of packages could not be renewed', async () => {
    const { made } = machine({ [APT]: '' }, { isRoot: true }, (command, programs) => {
      if (command.endsWith('update')) throw new Error('a source is down');
      if (APT_INSTALL.test(command)) programs['/usr/bin/chromium'] = '156.0.1.1';
    });
    expect(await findBrowser(made)).toMatchObject({ path: '/usr/bin/chromium' });
  });

  it("is Playwright's download if somebody other than root runs the tests", async () => {
    const { made, ran } = machine({ [APT]: '' }, {}, (command, programs) => {
      if (command === DOWNLOAD) programs['/cache/chrome'] = '156.0.1.1';
    });
    expect(await findBrowser(made)).toMatchObject({ path: '/cache/chrome' });
    expect(ran).toEqual([DOWNLOAD]);
  });

  it("is Playwright's download if the system's package is a stub", async () => {
    const { made } = machine({ [APT]: '' }, { isRoot: true }, (command, programs) => {
      if (APT_INSTALL.test(command)) programs['/usr/bin/chromium'] = '';
      if (command === DOWNLOAD) programs['/cache/chrome'] = '156.0.1.1';
    });
    expect(await findBrowser(made)).toMatchObject({ path: '/cache/chrome' });
  });

  it('is missing if nothing helps, with the reasons and what to do', async () => {
    const { made } = machine({ [APT]: '' }, { isRoot: true }, (command) => {
      throw new Error(`${command.split(' ')[0]}: no network`);
    });
    const error = await findBrowser(made).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(NoBrowser);
    expect((error as Error).message).toMatch(
      /WAYBILL_BROWSER:\n {2}apt-get: no network\n {2}apt-get: no network\n {2}node: no network$/,
    );
  });
});
