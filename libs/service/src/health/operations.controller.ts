import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Telemetry } from '@waybill/telemetry/register';
import { ProblemError } from '../http/problem.js';
import { Shutdown } from '../shutdown.js';
import { HealthChecks, type HealthResult } from './health-checks.js';

export const TELEMETRY = Symbol('telemetry');

/** What those ask who run the service: does it live, may it have traffic, how does it do. */
@ApiTags('operations')
@Controller()
export class OperationsController {
  constructor(
    private readonly checks: HealthChecks,
    private readonly shutdown: Shutdown,
    @Inject(TELEMETRY) private readonly telemetry: Telemetry,
  ) {}

  @Get('health/live')
  @ApiOperation({ summary: 'The process runs' })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @ApiOperation({ summary: 'Everything that it needs answers; else 503 with the failing part named' })
  async ready(): Promise<{ status: 'ok'; checks: HealthResult[] }> {
    if (this.shutdown.signal.aborted) throw notReady('shutting down', []);
    const checks = await this.checks.run();
    const failing = checks.filter(({ ok }) => !ok);
    if (failing.length > 0) {
      throw notReady(
        failing.map(({ name, detail }) => (detail ? `${name}: ${detail}` : name)).join('; '),
        checks,
      );
    }
    return { status: 'ok', checks };
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({ summary: "Metrics in Prometheus' text format" })
  metrics(): Promise<string> {
    return this.telemetry.metrics();
  }
}

function notReady(detail: string, checks: HealthResult[]): ProblemError {
  return new ProblemError(503, detail, {
    code: 'not-ready',
    headers: { 'retry-after': '1' },
    members: { checks },
  });
}
