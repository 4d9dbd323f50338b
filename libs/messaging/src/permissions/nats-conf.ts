import type { BrokerPermissions } from './broker-permissions.js';

export interface BrokerUser {
  readonly user: string;
  /** Plain, a bcrypt hash as `nats server passwd` makes it, or `$NAME` for the server's environment variable NAME. */
  readonly password: string;
  readonly permissions: BrokerPermissions;
}

/** The `authorization` block of a nats-server configuration file; a server that runs reads it again with `--signal reload`. */
export function renderAuthorization(users: readonly BrokerUser[]): string {
  return ['authorization {', '  users = [', ...users.flatMap(renderUser), '  ]', '}', ''].join('\n');
}

function renderUser({ user, password, permissions: { publish, subscribe, responds } }: BrokerUser): string[] {
  return [
    '    {',
    `      user: ${JSON.stringify(user)}`,
    `      password: ${/^\$[A-Z][A-Z0-9_]*$/.test(password) ? password : JSON.stringify(password)}`,
    '      permissions: {',
    ...renderAllow('publish', publish),
    ...renderAllow('subscribe', subscribe),
    ...(responds ? ['        allow_responses: true'] : []),
    '      }',
    '    }',
  ];
}

function renderAllow(operation: string, subjects: readonly string[]): string[] {
  return [
    `        ${operation}: { allow: [`,
    ...subjects.map((subject) => `          ${JSON.stringify(subject)}`),
    '        ] }',
  ];
}
