// Rules of the workspace that neither compiler nor linter checks. `node tools/checks/run.mjs [name …]`; each check is a
// module with `title` and `check()`, which returns what is wrong.

/** The graph precedes the canaries: the boundary rule needs Nx's graph in its cache. */
const CHECKS = [
  'project-tags',
  'project-graph',
  'lint-canaries',
  'services',
  'public-api',
  'new-service',
  'excerpts',
  'messaging-tables',
  'contracts',
  'message-map',
  'asyncapi',
  'doc-links',
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !CHECKS.includes(name));
if (unknown.length > 0) {
  console.error(`unknown check "${unknown[0]}": known are ${CHECKS.join(', ')}`);
  process.exit(2);
}

let failed = 0;
for (const name of CHECKS.filter((each) => wanted.length === 0 || wanted.includes(each))) {
  const { title, check } = await import(`./${name}.ts`);
  const errors = await Promise.try(check).catch((error) => [`it could not run: ${error.message}`]);
  if (errors.length > 0) failed += 1;
  console.log(`${errors.length === 0 ? 'ok    ' : 'FAILED'} ${title}`);
  for (const error of errors) console.log(`         ${error}`);
}
process.exitCode = failed > 0 ? 1 : 0;
