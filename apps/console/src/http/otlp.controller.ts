import { Controller, Post, Req, Res, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { metrics } from '@opentelemetry/api';
import { BodyRules, MIB, ProblemError } from '@waybill/service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ByteBudget } from '../otlp/byte-budget.js';
import { decode, MEDIA_TYPES, type MediaType } from '../otlp/codec.js';
import { ExportBusy, ExportTooLarge, MalformedExport, UnknownContentEncoding } from '../otlp/errors.js';
import { exportResponse } from '../otlp/export-response.js';
import type { Rejections } from '../otlp/rejections.js';
import { LOGS, METRICS, TRACES, type Signal } from '../otlp/signals.js';
import { mostUnpacked, unpack, UNPACKED_LIMIT } from '../otlp/unpack.js';
import { Intake, IntakeFull } from '../persistence/intake.js';
import { mediaTypeOf, sendErrorsAsOtlp } from './otlp-errors.js';

/** Two of the largest requests, or as many smaller ones. As objects they take several times as much. */
const MOST_UNPACKED = 2 * UNPACKED_LIMIT;
/** Half of an exporter's default timeout. 32 bodies that wait are at most 128 MiB. */
const WAIT = { waitMs: 5_000, waiting: 32 };
const RETRY_AFTER_S = 2;

const TakesOtlp = () => BodyRules({ raw: MEDIA_TYPES, bodyLimit: 4 * MIB });

/**
 * OTLP over HTTP, as OpenTelemetry's exporters send it. 200 means that everything that was not rejected is stored or,
 * while the database is down, held for it; it is kept if the client disconnects then. Without room the response is 429
 * with `Retry-After`, which exporters follow; nothing that was taken is dropped.
 */
@ApiTags('otlp')
@ApiConsumes(...MEDIA_TYPES)
@ApiOkResponse({ description: 'The export response, with `partialSuccess` if some of it was rejected' })
@Controller('v1')
export class OtlpController implements OnModuleInit {
  private readonly budget = new ByteBudget(MOST_UNPACKED, WAIT);
  private readonly taken = metrics.getMeter('@waybill/console').createCounter('waybill.console.otlp.taken', {
    description: 'Spans, log records and metric points that were taken in, by signal',
  });

  constructor(
    private readonly intake: Intake,
    private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const routes = [TRACES, LOGS, METRICS].map(({ name }) => `/v1/${name}`);
    sendErrorsAsOtlp(this.host.httpAdapter.getInstance<FastifyInstance>(), new Set(routes));
  }

  @Post('traces')
  @TakesOtlp()
  @ApiOperation({ summary: 'Takes spans' })
  async traces(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.take(TRACES, request, reply);
  }

  @Post('logs')
  @TakesOtlp()
  @ApiOperation({ summary: 'Takes logs, and keeps those of a sampled trace' })
  async logs(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.take(LOGS, request, reply);
  }

  @Post('metrics')
  @TakesOtlp()
  @ApiOperation({ summary: 'Takes metrics, and keeps none' })
  async points(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.take(METRICS, request, reply);
  }

  private async take(signal: Signal, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const mediaType = mediaTypeOf(request);
    if (!mediaType) throw new ProblemError(415, 'This is not OTLP.');
    const rejections = await this.store(signal, request, mediaType).catch(asProblem);
    await reply
      .status(200)
      .type(mediaType)
      .send(exportResponse(signal, rejections, mediaType));
  }

  /** @throws MalformedExport, ExportTooLarge, UnknownContentEncoding, ExportBusy, IntakeFull */
  private async store(signal: Signal, request: FastifyRequest, mediaType: MediaType): Promise<Rejections> {
    // Undefined if the request has no body.
    const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
    const encoding = request.headers['content-encoding'];
    const reserved = await this.budget.reserve(mostUnpacked(body, encoding));
    try {
      const bytes = await unpack(body, encoding);
      reserved.shrinkTo(bytes.length);
      const { rejections, taken, ...records } = signal.read(decode(bytes, mediaType, signal.requestType));
      await this.intake.accept(records);
      this.taken.add(taken, { signal: signal.name });
      return rejections;
    } finally {
      reserved.release();
    }
  }
}

function asProblem(error: unknown): never {
  if (error instanceof MalformedExport) throw new ProblemError(400, error.message);
  if (error instanceof ExportTooLarge) throw new ProblemError(413, error.message);
  if (error instanceof UnknownContentEncoding) throw new ProblemError(415, error.message);
  if (error instanceof ExportBusy || error instanceof IntakeFull) {
    throw new ProblemError(429, error.message, { headers: { 'retry-after': String(RETRY_AFTER_S) } });
  }
  throw error;
}
