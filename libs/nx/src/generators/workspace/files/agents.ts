export function agentsText(): string {
  return `# Working in this repository

An Nx workspace in TypeScript: NestJS services that communicate only through \`@waybill/messaging\` over NATS JetStream, with a transactional outbox in Postgres.

## Commands

| command                                 | purpose                                                             |
| --------------------------------------- | ------------------------------------------------------------------- |
| \`npm start -- --detach\`                 | runs everything; \`npm run waybill -- stop\` stops it                 |
| \`npm test -- <step>\`                    | \`format\`, \`types\`, \`lint\`, \`checks\`, \`unit\`, \`integration\`; or all  |
| \`npx nx g @waybill/nx:service <name>\`   | makes a service; \`@waybill/nx:remove\` takes one away                |
| \`npm run migration -- <service> <name>\` | writes the migration that a Prisma schema needs                     |
| \`npm run contracts\`, then \`npx nx sync\` | records contracts, writes the message map and other generated files |

## Map

| folder             | holds                                                                                            |
| ------------------ | ------------------------------------------------------------------------------------------------ |
| \`apps/<service>\`   | \`service.ts\` declares it; \`subscriptions.ts\`, \`http/\`, \`application/\`, \`domain/\`, \`persistence/\` |
| \`libs/contracts\`   | one file per event version                                                                       |
| \`prisma/<service>\` | a service's schema and migrations                                                                |
| \`waybill.json\`     | the generator runs that made this workspace; written by generators only                          |

## Rules

- Write the failing test first. Integration tests use real servers; nothing is mocked that can be run.
- A published contract version, a released migration and a consumer's name never change.
- Lint enforces who may import whom.
`;
}
