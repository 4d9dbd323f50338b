import { wholeNumber } from './arguments.js';
import { print, printResult, type AddCommand } from './command.js';

export const permissions: AddCommand = (program, run) =>
  program
    .command('permissions')
    .description('what each user of the broker needs, as users of a nats-server configuration file')
    .addHelpText(
      'after',
      '\nThe passwords are environment variables of nats-server: ORDER_NATS_PASSWORD and so on. docs/broker-permissions.md',
    )
    .option(
      '--rebuilds <n>',
      'how often a projection may have been rebuilt; it has other durables each time. Default 8',
      wholeNumber(0, 1_000),
    )
    .option('--self-provisioning', 'let each service make its own streams and durables, too')
    .option('--jwt <folder>', 'write accounts and credentials there instead: for a server in operator mode')
    .action(async ({ jwt, ...level }) => {
      const { brokerUsers } = await import('./permissions/broker-users.js');
      const { renderAuthorization } = await import('@waybill/messaging/operations');
      const users = await brokerUsers({ ...level, namespace: process.env['NATS_NAMESPACE'] || undefined });
      if (jwt !== undefined) {
        const { writeJwt } = await import('./permissions/jwt/write-jwt.js');
        const files = await writeJwt(jwt, users);
        printResult(run, files, () =>
          [
            `nats-server    include ${files.settings}`,
            ...Object.entries(files.credentials).map(
              ([user, file]) => `${user.padEnd(14)} NATS_CREDS=${file}`,
            ),
          ].join('\n'),
        );
        return;
      }
      print(run, run.json ? JSON.stringify(users, null, 2) : renderAuthorization(users).trimEnd());
    });
