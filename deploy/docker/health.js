// Ends with 0 if the service of this container is ready. For HEALTHCHECK, which has no shell and no curl here.
import { get } from 'node:http';

const address = { host: '127.0.0.1', port: process.env.PORT, path: '/health/ready', timeout: 4_000 };
const request = get(address, (response) => {
  process.exitCode = response.statusCode === 200 ? 0 : 1;
  response.pipe(process.stdout); // what is not ready: `docker inspect` shows it
});
request.on('timeout', () => request.destroy(new Error('no answer within 4 s')));
request.on('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
