import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Telemetry } from '@waybill/telemetry/register';
import { ProblemError } from '../http/problem.js';
import { HealthChecks, type HealthReport } from './health-checks.js';

export const TELEMETRY = Symbol('telemetry');

/** The paths that every process serves, whatever its roles. */
export const OPERATIONS = new Set(['/health', '/health/live', '/health/ready', '/metrics']);

/** Endpoints for operating the service: liveness, readiness, health and metrics. See docs/health.md. */
@ApiTags('operations')
@Controller()
export class OperationsController {
  constructor(
    private readonly health: HealthChecks,
    @Inject(TELEMETRY) private readonly telemetry: Telemetry,
  ) {}

  @Get('health/live')
  @ApiOperation({ summary: 'The process is running and responding; a restart would not help' })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @ApiOperation({ summary: 'The process can do the work of its roles; otherwise 503 with what prevents it' })
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
  @ApiOperation({ summary: 'Every check with its role, status, cause, start time and what to do' })
  report(): Omit<HealthReport, 'obstacles'> {
    const { status, ready, roles, checks } = this.health.report();
    return { status, ready, roles, checks };
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({ summary: 'Metrics in the Prometheus text format' })
  metrics(): Promise<string> {
    return this.telemetry.metrics();
  }
}
