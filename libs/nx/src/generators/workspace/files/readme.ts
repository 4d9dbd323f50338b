export function readmeText(name: string, shop: boolean): string {
  return `# ${name}

Services that communicate only through messages, with a transactional outbox and one trace from the request to the last consumer. Made by \`npm create waybill\`; \`waybill.json\` records how.

\`\`\`
npm start     # a real Postgres, a real nats-server, the services and the console
npm test      # format, types, lint, checks, unit and integration tests
\`\`\`

You need Node 20 or newer and npm. The console is at http://127.0.0.1:3000; \`npm run waybill -- stop\` stops everything.

## Change it

\`\`\`
npx nx g @waybill/nx:service <name> --consumes=<event> --emits=<event>
npx nx g @waybill/nx:remove <name>
npm run migration -- <service> <name>      # the SQL that a changed Prisma schema needs
npm run contracts                          # records the contracts; npx nx sync writes the generated files
\`\`\`
${shop ? '\nThe shop is an example: `npx nx g @waybill/nx:remove analytics` takes a part of it away.\n' : ''}
## Follow the template

\`\`\`
npm run waybill -- template status         # which version made what
npm run waybill -- template diff           # what has changed in the template since
npm run waybill -- template update         # merges that, and keeps your changes
\`\`\`
`;
}
