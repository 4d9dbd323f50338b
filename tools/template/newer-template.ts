import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stagePackages, type StagedPackage } from '../packages/stage.ts';

/** What the newer version changes, and where a workspace sees it. */
export const CHANGED = {
  /** A file that is the same in every workspace. */
  editorconfig: '\n[*.sql]\nindent_size = 4\n',
  /** A line that the service generator writes. */
  summary: { before: 'What happened to one', after: 'The history of one' },
  agents: { before: '# Working in this repository', after: '# Working here' },
  newFile: 'docs/style.md',
  /** A setting that a migration adds. */
  nxSetting: 'cli',
};

/** Stages all packages in a version whose template differs, and which brings a migration. */
export function stageNewerTemplate(version: string): StagedPackage[] {
  const staged = stagePackages({ version, out: 'dist/packages-newer' });
  const nx = staged.find(({ name }) => name === '@waybill/nx')!.folder;
  edit(join(nx, 'template.json'), (text) => {
    const template = JSON.parse(text) as { files: Record<string, string> };
    template.files['.editorconfig'] += CHANGED.editorconfig;
    template.files[CHANGED.newFile] = '# Style\n';
    return JSON.stringify(template);
  });
  const { summary, agents } = CHANGED;
  edit(join(nx, 'dist/generators/service/files/controller.js'), (text) =>
    text.replaceAll(summary.before, summary.after),
  );
  edit(join(nx, 'dist/generators/workspace/files/agents.js'), (text) =>
    text.replace(agents.before, agents.after),
  );
  const migrations = {
    'name-the-cli': { version, description: 'Adds a setting.', factory: './dist/added.js' },
  };
  writeFileSync(join(nx, 'migrations.json'), JSON.stringify({ generators: migrations }));
  writeFileSync(join(nx, 'dist/added.js'), MIGRATION);
  return staged;
}

const MIGRATION = `import { readJson, writeJson } from '@nx/devkit';
export default function addSetting(tree) {
  writeJson(tree, 'nx.json', { ...readJson(tree, 'nx.json'), ${CHANGED.nxSetting}: { packageManager: 'npm' } });
}
`;

function edit(path: string, change: (text: string) => string): void {
  const text = readFileSync(path, 'utf8');
  const changed = change(text);
  if (changed === text) throw new Error(`${path} is as it was: what the newer version changes is not there`);
  writeFileSync(path, changed);
}
