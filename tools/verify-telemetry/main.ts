import { freePortBase, portPlan, stackConfig, startStack, textReporter } from '@waybill/stack';
import { OtlpReceiver } from '@waybill/telemetry/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { arrivals } from './arrivals.ts';
import { driveTraffic } from './drive-traffic.ts';

const WITHIN_MS = 30_000;

await using receiver = await OtlpReceiver.start();
// The services get it from here.
Object.assign(process.env, {
  ...receiver.environment,
  OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
  OTEL_BSP_SCHEDULE_DELAY: '200',
  OTEL_BLRP_SCHEDULE_DELAY: '200',
  OTEL_METRIC_EXPORT_INTERVAL: '1000',
});

const dataDir = await mkdtemp(join(tmpdir(), 'waybill-telemetry-'));
const stack = await startStack({
  dataDir,
  // Away from those of `npm start` and the benchmarks.
  ports: portPlan(await freePortBase(31_000)),
  config: stackConfig(),
  report: textReporter((text) => process.stdout.write(text)),
});
try {
  const driven = await driveTraffic(stack.state.urls);
  const deadline = performance.now() + WITHIN_MS;
  let checks = arrivals(receiver, driven);
  while (checks.some(({ arrived }) => !arrived) && performance.now() < deadline) {
    await delay(100);
    checks = arrivals(receiver, driven);
  }
  for (const { what, arrived, detail } of checks) {
    console.log(`${arrived ? 'arrived' : 'MISSING'}  ${what.padEnd(44)} ${detail}`);
  }
  for (const error of new Set(receiver.errors)) console.log(`ERROR    ${error}`);
  const missing = checks.filter(({ arrived }) => !arrived).length;
  const pass = receiver.errors.length === 0 && missing === 0;
  console.log(
    pass
      ? `verify:telemetry: passed: ${checks.length} of ${checks.length} arrived by OTLP`
      : `verify:telemetry: failed: ${missing} of ${checks.length} did not arrive within ${WITHIN_MS / 1000} s, ${receiver.errors.length} requests could not be read`,
  );
  process.exitCode = pass ? 0 : 1;
} finally {
  await stack.stop();
  await rm(dataDir, { recursive: true, force: true });
}
