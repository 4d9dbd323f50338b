import { inspectorPort, portPlan, serviceNames } from '@waybill/stack';

const inWorkspace = (path: string) => `\${workspaceFolder}/${path}`;
const skipFiles = ['<node_internals>/**', inWorkspace('node_modules/**')];

/** Visual Studio Code's `.vscode/launch.json`: a debugger for each service while `nx serve` runs it, and for tests. */
export function renderLaunch(): string {
  const configurations = [...serviceNames.map(attachTo), testInFile];
  return `${JSON.stringify({ version: '0.2.0', configurations }, null, 2)}\n`;
}

/** `restart`: it attaches again when the service was restarted for a change. */
function attachTo(name: string) {
  return {
    name: `${name}, served by: npx nx serve ${name}`,
    type: 'node',
    request: 'attach',
    address: '127.0.0.1',
    port: inspectorPort(portPlan()[name]!),
    restart: true,
    outFiles: [inWorkspace('{apps,libs}/*/dist/**/*.js')],
    skipFiles,
  };
}

const testInFile = {
  name: 'Tests of the open file',
  type: 'node',
  request: 'launch',
  // The machine's own Node may be too old.
  runtimeExecutable: inWorkspace('node_modules/node/bin/node'),
  runtimeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  program: inWorkspace('node_modules/jest/bin/jest.js'),
  args: [
    '--runInBand',
    '--testTimeout=3600000', // longer than anyone looks at a breakpoint
    '--selectProjects=unit',
    '--selectProjects=integration',
    '--runTestsByPath',
    '${file}',
  ],
  console: 'integratedTerminal',
  skipFiles,
};
