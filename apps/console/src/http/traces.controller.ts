import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { TraceDetail, TracesResponse } from '@waybill/console-api';
import { ProblemError } from '@waybill/service';
import { DescribeTrace } from '../application/describe-trace.use-case.js';
import { TraceQueries } from '../persistence/trace-queries.js';
import { TraceId } from './fields.js';
import { decodeCursor, encodeCursor, TracesQuery } from './traces.query.js';

@ApiTags('traces')
@Controller('api/traces')
export class TracesController {
  constructor(
    private readonly traces: TraceQueries,
    private readonly details: DescribeTrace,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Traces, newest first' })
  async list(
    @Query({ schema: TracesQuery }) { limit, cursor, ...filter }: TracesQuery,
  ): Promise<TracesResponse> {
    const { items, next } = await this.traces.list(filter, limit, decodeCursor(cursor));
    return { items, ...(next && { nextCursor: encodeCursor(next) }) };
  }

  @Get(':traceId')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'One trace: spans, logs, waits, critical path, messages, linked traces',
  })
  async find(@Param('traceId', { schema: TraceId }) traceId: string): Promise<TraceDetail> {
    const trace = await this.details.describe(traceId);
    if (trace) return trace;
    throw new ProblemError(404, `No span of the trace ${traceId} is stored.`, { code: 'trace-not-found' });
  }
}
