import { load, readParts } from './workspace-parts.js';

/** What is written from the contracts and services as they are declared, never by hand. `nx sync` writes it. */
export interface GeneratedFile {
  /** From the workspace's top folder. */
  readonly path: string;
  render(): Promise<string>;
}

export const generatedFiles: readonly GeneratedFile[] = [
  {
    path: 'docs/message-map.md',
    render: async () => {
      const [{ collectEvents, collectSchedules }, { renderMap }] = await Promise.all([
        import('./message-map/collect.js'),
        import('./message-map/render.js'),
      ]);
      return renderMap(await collectEvents(), await collectSchedules());
    },
  },
  {
    path: 'docs/asyncapi.json',
    render: async () => (await import('./asyncapi/collect.js')).renderAsyncApi(),
  },
  { path: 'docs/settings.md', render: () => renderSettings('renderPage') },
  { path: '.env.example', render: () => renderSettings('renderExample') },
  {
    path: '.vscode/launch.json',
    render: async () => (await import('./vscode/render-launch.js')).renderLaunch(),
  },
];

/** Those of every workspace, and what this one adds. */
export async function allGeneratedFiles(): Promise<readonly GeneratedFile[]> {
  const own = readParts().generated;
  if (own === undefined) return generatedFiles;
  const added = await load<{ generatedFiles: readonly GeneratedFile[] }>(own, 'generatedFiles');
  return [...generatedFiles, ...added.generatedFiles];
}

async function renderSettings(how: 'renderPage' | 'renderExample'): Promise<string> {
  const [{ collectSettings }, render] = await Promise.all([
    import('./settings/collect.js'),
    import('./settings/render.js'),
  ]);
  return render[how](await collectSettings());
}
