import { Controller, Post, Req, Res, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { metrics } from '@opentelemetry/api';
import { ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BodyRules, MIB, ProblemError } from '@waybill/service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Intake, IntakeFull } from '../persistence/intake.js';
import { exportResponse } from '../otlp/answers.js';
import { ByteBudget, type Reservation } from '../otlp/byte-budget.js';
import { decode, MEDIA_TYPES, type MediaType } from '../otlp/codec.js';
import { ExportBusy, ExportTooLarge, MalformedExport, UnknownContentEncoding } from '../otlp/errors.js';
import type { Rejections } from '../otlp/rejections.js';
import { LOGS, METRICS, TRACES, type Reading, type Signal } from '../otlp/signals.js';
import { mostUnpacked, unpack, UNPACKED_LIMIT } from '../otlp/unpack.js';
import { answerErrorsInOtlp, mediaTypeOf } from './otlp-errors.js';

/** Two of the largest requests, or as many smaller ones. As objects they take several times as much. */
const MOST_UNPACKED = 2 * UNPACKED_LIMIT;
/** Half of what exporters wait for an answer by default. 32 bodies that wait are 128 MiB at the most. */
const WAIT = { waitMs: 5_000, waiting: 32 };
const RETRY_AFTER_S = 2;

const TakesOtlp = () => BodyRules({ raw: MEDIA_TYPES, bodyLimit: 4 * MIB });

/**
 * OTLP over HTTP, as OpenTelemetry's exporters speak it. 200 says that what was not refused is stored or, while the
 * database is away, held for it; it is not lost by a client that goes away then. What there is no room for is answered
 * with 429 and `Retry-After`, which exporters follow; nothing that was taken is dropped.
 */
@ApiTags('otlp')
@ApiConsumes(...MEDIA_TYPES)
@ApiOkResponse({ description: 'The export response, with `partialSuccess` where some of it was refused' })
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
    answerErrorsInOtlp(this.host.httpAdapter.getInstance<FastifyInstance>(), new Set(routes));
  }

  @Post('traces')
  @TakesOtlp()
  @ApiOperation({ summary: 'Takes spans' })
  async traces(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.take(TRACES, request, reply);
  }

  @Post('logs')
  @TakesOtlp()
  @ApiOperation({ summary: 'Takes logs, and keeps those that name a sampled trace' })
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
    if (!mediaType) throw new ProblemError(415, 'This is no OTLP.');
    const rejections = await this.store(signal, request, mediaType).catch(asProblem);
    await reply
      .status(200)
      .type(mediaType)
      .send(exportResponse(signal, rejections, mediaType));
  }

  /** @throws MalformedExport, ExportTooLarge, UnknownContentEncoding, ExportBusy, IntakeFull */
  private async store(signal: Signal, request: FastifyRequest, mediaType: MediaType): Promise<Rejections> {
    // No body at all is no bytes.
    const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
    const reserved = await this.budget.reserve(mostUnpacked(body, request.headers['content-encoding']));
    try {
      const { rejections, taken, ...records } = await read(signal, body, request, mediaType, reserved);
      await this.intake.accept(records);
      this.taken.add(taken, { signal: signal.name });
      return rejections;
    } finally {
      reserved.release();
    }
  }
}

async function read(
  signal: Signal,
  body: Buffer,
  request: FastifyRequest,
  mediaType: MediaType,
  reserved: Reservation,
): Promise<Reading> {
  const bytes = await unpack(body, request.headers['content-encoding']);
  reserved.shrinkTo(bytes.length);
  return signal.read(decode(bytes, mediaType, signal.requestType));
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
