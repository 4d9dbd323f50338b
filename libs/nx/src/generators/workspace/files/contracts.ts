/** The package that all services import their events from. */
export function contractsManifest(workspace: string): object {
  return {
    name: `@${workspace}/contracts`,
    version: '0.1.0',
    private: true,
    type: 'module',
    exports: { '.': { '@waybill/source': './src/index.ts', default: './dist/index.js' } },
    nx: { tags: ['scope:shared', 'layer:contract'] },
  };
}
