// Jest's global set-up of the integration tests: one Postgres and one nats-server for the run. It runs outside Jest's
// transform, so it is the built one that is imported.
import { setUpServers } from '../dist/jest-run.js';
import './end-on-signal.mjs';

export default setUpServers;
