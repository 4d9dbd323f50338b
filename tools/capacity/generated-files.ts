import type { GeneratedFile } from '@waybill/cli';

export const generatedFiles: readonly GeneratedFile[] = [
  {
    path: 'docs/capacity.md',
    render: async () => (await import('./page.ts')).capacityPage(),
  },
];
