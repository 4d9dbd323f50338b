export const ESLINT = `import { waybill } from '@waybill/nx/eslint';

export default waybill({ root: import.meta.dirname });
`;

export const JEST = `// Two kinds by suffix: *.unit.spec.ts (code only), *.int.spec.ts (real Postgres and nats-server).
import { integration, unit } from '@waybill/testing/jest';

export default { projects: [unit, integration], testTimeout: 120_000 };
`;

export function nxText(): string {
  return `{
  "$schema": "./node_modules/nx/schemas/nx-schema.json",
  "analytics": false,
  "neverConnectToCloud": true,
  "useDaemonProcess": false,
  "defaultBase": "main",
  "plugins": ["@waybill/nx"],
  "sync": {
    "globalGenerators": ["@waybill/nx:sync"]
  }
}
`;
}

export function tsconfigText(compilerOptions: object): string {
  const options = Object.entries(compilerOptions).map(
    ([name, value]) => `    "${name}": ${JSON.stringify(value).replaceAll('","', '", "')}`,
  );
  return `{
  "compilerOptions": {
${options.join(',\n')}
  },
  "include": ["apps/*/src/**/*.ts", "libs/*/src/**/*.ts", "tools/**/*.ts", "prisma/*.ts"],
  "exclude": ["**/dist", "**/node_modules"]
}
`;
}
