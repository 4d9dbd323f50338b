/** `tools/waybill.mjs`. With nothing installed there is no command line yet, so this installs first. */
export function entryText(): string {
  return `// \`npm start\`, \`npm test\`, \`npm run waybill -- <command>\`: runs on the machine's own Node, with nothing installed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
if (!existsSync('node_modules/@waybill/cli')) {
  process.stderr.write('Dependencies   npm ci, about a minute the first time\\n');
  const args = [existsSync('package-lock.json') ? 'ci' : 'install', '--loglevel=error'];
  const { status, error } = spawnSync('npm', args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    process.stderr.write(\`npm \${args[0]} failed\${error ? \`: \${error.message}\` : '; the reason is above'}\\n\`);
    process.exit(1);
  }
}
const { enter } = await import('@waybill/cli/bootstrap');
await enter(process.argv.slice(2));
`;
}
