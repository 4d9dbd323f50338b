import { Controller, Post, Req, Res } from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import { ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BodyRules, MIB, ProblemError } from '@waybill/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Intake } from '../application/intake.js';
import { exportResponse, failure, RPC_CODES } from '../otlp/answers.js';
import { decode, JSON_TYPE, PROTOBUF_TYPE, type MediaType } from '../otlp/codec.js';
import { ExportTooLarge, MalformedExport, UnknownContentEncoding } from '../otlp/errors.js';
import { LOGS, METRICS, TRACES, type Signal } from '../otlp/signals.js';
import { unpack } from '../otlp/unpack.js';

const TYPES: readonly MediaType[] = [JSON_TYPE, PROTOBUF_TYPE];
const TakesOtlp = () => BodyRules({ raw: TYPES, bodyLimit: 4 * MIB });

/**
 * OTLP over HTTP, as OpenTelemetry's exporters speak it. 200 says that what was not refused is stored or, while the
 * database is away, held for it; it is not lost by a client that goes away then.
 */
@ApiTags('otlp')
@ApiConsumes(...TYPES)
@ApiOkResponse({ description: 'The export response, with `partialSuccess` where some of it was refused' })
@Controller('v1')
export class OtlpController {
  private readonly taken = metrics.getMeter('@waybill/console').createCounter('waybill.console.otlp.taken', {
    description: 'Spans, log records and metric points that were taken in, by signal',
  });

  constructor(private readonly intake: Intake) {}

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
    const answer = (status: number, body: Buffer) => reply.status(status).type(mediaType).send(body);
    try {
      // No body at all is no bytes.
      const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
      const bytes = await unpack(body, request.headers['content-encoding']);
      const { taken, rejections, ...records } = signal.read(decode(bytes, mediaType, signal.requestType));
      await this.intake.accept(records);
      this.taken.add(taken, { signal: signal.name });
      await answer(200, exportResponse(signal, rejections, mediaType));
    } catch (error) {
      if (error instanceof MalformedExport)
        await answer(400, failure(RPC_CODES.invalidArgument, error.message, mediaType));
      else if (error instanceof ExportTooLarge)
        await answer(413, failure(RPC_CODES.resourceExhausted, error.message, mediaType));
      else if (error instanceof UnknownContentEncoding) throw new ProblemError(415, error.message);
      else throw error;
    }
  }
}

function mediaTypeOf({ headers }: FastifyRequest): MediaType {
  const given = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const known = TYPES.find((type) => type === given);
  if (known) return known;
  throw new ProblemError(415, `Send OTLP as ${TYPES.join(' or as ')}.`);
}
