import { createInterface } from 'node:readline/promises';
import { stdin, stdout } from 'node:process';
import type { Wanted } from './arguments.js';
import { DEFAULTS } from './requirements.js';

/** Asks for what was not given; Enter takes the default. */
export async function ask(given: Wanted): Promise<Wanted> {
  const terminal = createInterface({ input: stdin, output: stdout });
  const question = async (text: string, byDefault: string) =>
    (await terminal.question(`${text} (${byDefault}) `)).trim() || byDefault;
  try {
    const folder = given.folder ?? (await question('Which folder?', DEFAULTS.folder));
    const shop = given.shop ?? /^y/i.test(await question('With the shop as an example?', 'no'));
    const service =
      given.service ?? (await question('What is the first service called?', DEFAULTS.service(shop)));
    const emits = given.emits ?? (await question('Which event does it publish?', DEFAULTS.emits(service)));
    return { ...given, folder, shop, service, emits };
  } finally {
    terminal.close();
  }
}
