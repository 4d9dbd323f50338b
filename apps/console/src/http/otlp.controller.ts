import { Controller, Post, Req, Res, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { metrics } from '@opentelemetry/api';
import { ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BodyRules, MIB, ProblemError } from '@waybill/service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Intake } from '../application/intake.js';
import { exportResponse } from '../otlp/answers.js';
import { decode, MEDIA_TYPES, type MediaType } from '../otlp/codec.js';
import { ExportTooLarge, MalformedExport, UnknownContentEncoding } from '../otlp/errors.js';
import { LOGS, METRICS, TRACES, type Reading, type Signal } from '../otlp/signals.js';
import { unpack } from '../otlp/unpack.js';
import { answerErrorsInOtlp, mediaTypeOf } from './otlp-errors.js';

const TakesOtlp = () => BodyRules({ raw: MEDIA_TYPES, bodyLimit: 4 * MIB });

/**
 * OTLP over HTTP, as OpenTelemetry's exporters speak it. 200 says that what was not refused is stored or, while the
 * database is away, held for it; it is not lost by a client that goes away then.
 */
@ApiTags('otlp')
@ApiConsumes(...MEDIA_TYPES)
@ApiOkResponse({ description: 'The export response, with `partialSuccess` where some of it was refused' })
@Controller('v1')
export class OtlpController implements OnModuleInit {
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
    const { rejections, taken, ...records } = await read(signal, request, mediaType).catch(asProblem);
    await this.intake.accept(records);
    this.taken.add(taken, { signal: signal.name });
    await reply
      .status(200)
      .type(mediaType)
      .send(exportResponse(signal, rejections, mediaType));
  }
}

async function read(signal: Signal, request: FastifyRequest, mediaType: MediaType): Promise<Reading> {
  // No body at all is no bytes.
  const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
  const bytes = await unpack(body, request.headers['content-encoding']);
  return signal.read(decode(bytes, mediaType, signal.requestType));
}

function asProblem(error: unknown): never {
  if (error instanceof MalformedExport) throw new ProblemError(400, error.message);
  if (error instanceof ExportTooLarge) throw new ProblemError(413, error.message);
  if (error instanceof UnknownContentEncoding) throw new ProblemError(415, error.message);
  throw error;
}
