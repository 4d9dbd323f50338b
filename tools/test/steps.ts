import type { Step } from '@waybill/cli';

/** What has to hold in this repository, besides what has to hold in every workspace. */
export const steps: readonly Step[] = [
  {
    name: 'deploy',
    shares: true,
    commands: [[process.execPath, 'tools/deploy/verify/main.ts']],
    prepare: async () => {
      const { whatContainersLack } = await import('../deploy/containers/required-programs.ts');
      const lack = await whatContainersLack(Boolean(process.env['CI']));
      if (lack === undefined) return undefined;
      // CI runs this step as root; its other steps need not.
      if (process.env['CI'] && process.getuid?.() === 0) throw new Error(`containers cannot run: ${lack}`);
      return { missing: `the platform in containers, because ${lack}` };
    },
  },
  { name: 'packages', shares: true, commands: [[process.execPath, 'tools/packages/check.ts']] },
  { name: 'create', shares: true, commands: [[process.execPath, 'tools/template/create.main.ts']] },
  { name: 'template', shares: true, commands: [[process.execPath, 'tools/template/main.ts']] },
  {
    name: 'faults',
    commands: [[process.execPath, 'tools/faults/main.ts', '--minutes', '3', '--seed', '3']],
  },
  {
    name: 'alerts',
    commands: [[process.execPath, 'tools/alerts/verify-rules.main.ts']],
    prepare: () => needs(['promtool', 'amtool'], 'the rules of Prometheus and the routes of Alertmanager'),
  },
  {
    name: 'kubernetes',
    commands: [[process.execPath, 'tools/deploy/kubernetes/verify-overlays.main.ts']],
    prepare: () => needs(['kustomize'], 'the manifests of Kubernetes'),
  },
  { name: 'e2e', shares: true, jest: ['--selectProjects', 'e2e', '--runInBand'] },
  {
    name: 'browser',
    shares: true,
    jest: ['--selectProjects', 'browser', '--runInBand'],
    prepare: async () =>
      (await import('../browser/browser-for-tests.ts')).browserForTests(Boolean(process.env['CI'])),
  },
];

/** In CI, a program that cannot be had fails the step. */
async function needs(
  programs: readonly ('amtool' | 'kustomize' | 'promtool')[],
  what: string,
): Promise<{ missing: string } | undefined> {
  const { findProgram, ProgramMissing } = await import('../alerts/programs.ts');
  try {
    for (const program of programs) await findProgram(program);
    return undefined;
  } catch (error) {
    if (process.env['CI'] || !(error instanceof ProgramMissing)) throw error;
    return { missing: `${what}, because ${error.message}` };
  }
}
