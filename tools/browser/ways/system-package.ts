import { tried, type Way } from '../way.ts';

const SECONDS = 1000;
const PATIENT = ['-q', '-y', '-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=15'];

/** 2. As root on Debian and its kin: the package `chromium`, installed by apt. */
export const systemPackage: Way = {
  name: "the operating system's package",
  async find(machine) {
    if (
      machine.platform !== 'linux' ||
      !machine.distributions.some((name) => /^(debian|ubuntu)$/.test(name))
    ) {
      throw new Error('this is neither Debian nor Ubuntu');
    }
    if (!machine.isRoot) throw new Error('only root may install it: apt-get install chromium');
    machine.say("installing the operating system's package chromium (apt-get), at most six minutes");
    // Lists that could not be renewed, because of somebody else's source for one, may still do.
    const stale = await machine.run('apt-get', [...PATIENT, 'update'], 60 * SECONDS).then(
      () => '',
      (error: Error) => ` (${error.message})`,
    );
    try {
      const install = ['install', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=60', 'chromium'];
      await machine.run('apt-get', [...PATIENT, ...install], 300 * SECONDS);
      // Ubuntu's package is a stub that asks for snap: it is no program, or says no version.
      return await tried(machine, '/usr/bin/chromium', "the operating system's package chromium");
    } catch (error) {
      throw new Error((error as Error).message + stale, { cause: error });
    }
  },
};
