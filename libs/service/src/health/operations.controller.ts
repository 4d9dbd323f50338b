import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Telemetry } from '@waybill/telemetry/register';
import { ProblemError } from '../http/problem.js';
import { HealthChecks, type HealthReport } from './health-checks.js';

export const TELEMETRY = Symbol('telemetry');

/** What those ask who run the service: does it live, may it have traffic, how does it do. docs/health.md says what each means. */
@ApiTags('operations')
@Controller()
export class OperationsController {
  constructor(
    private readonly health: HealthChecks,
    @Inject(TELEMETRY) private readonly telemetry: Telemetry,
  ) {}

  @Get('health/live')
  @ApiOperation({ summary: 'The process runs and answers; it is of no use to restart it' })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @ApiOperation({ summary: 'It can do the work of its roles; else 503 with what is in the way' })
  ready(): Pick<HealthReport, 'status' | 'checks'> {
    const { ready, status, checks, obstacles } = this.health.report();
    if (ready) return { status, checks };
    const detail = obstacles.map(({ name, detail }) => (detail ? `${name}: ${detail}` : name)).join('; ');
    throw new ProblemError(503, detail, {
      code: 'not-ready',
      headers: { 'retry-after': '1' },
      members: { checks },
    });
  }

  @Get('health')
  @ApiOperation({ summary: 'Every check with its role, status, cause, since when, and what to do' })
  report(): Omit<HealthReport, 'obstacles'> {
    const { status, ready, roles, checks } = this.health.report();
    return { status, ready, roles, checks };
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({ summary: "Metrics in Prometheus' text format" })
  metrics(): Promise<string> {
    return this.telemetry.metrics();
  }
}
