import { SourceUnavailable } from "../../../errors.ts";
import type { Clock, ConditionalStore } from "../../../ports.ts";
import { rawPageName } from "../../../posts/keys.ts";
import type { Cursor, PostRequest, PostSource, SourceEvent } from "../../../posts/post-source.ts";
import { ask } from "./ask.ts";
import { type Ledger, monthOf, openLedger, postsLeft, reserve, settlePending } from "./ledger.ts";
import { openRun } from "./open-run.ts";
import { packPage, resolvePending } from "./paid-page.ts";
import {
  type Asked,
  afterPage,
  afterUnreachable,
  beginning,
  coverageOf,
  fairSize,
  nextRound,
  nextVisit,
  withoutToken,
  XCursor,
} from "./progress.ts";
import { type SearchRecent, searchParameters } from "./request.ts";
import type { XSettings } from "./settings.ts";
import { takeTurn } from "./turn.ts";

export interface XSourceOptions {
  /** Holds the state that is kept from run to run, and the stations file. */
  readonly store: ConditionalStore;
  readonly settings: XSettings;
  /** Of this invocation. */
  readonly clock: Clock;
  readonly search: SearchRecent;
  /** Takes milliseconds, and never gets more than two thousand. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** Faults in a row before the extraction gives up; the state machine starts it again later. */
const MOST_FAULTS = 4;
const FIRST_PAUSE_MILLISECONDS = 250;
/** A request and the storing of its page must fit into what is left of the invocation. */
const REQUEST_MILLISECONDS = 30_000;

/**
 * Posts around each station, by X's recent search. A run asks for what no earlier run has stored, as far as X reaches
 * back, until the money is spent that the settings allow; at its end it says what it did not get. Each request is
 * counted in full before it is sent, and as what it cost when its page is stored.
 *
 * `pages` throws SourceRejected where asking again does not help, SourceUnavailable where it may, InvalidInput for a
 * query or a stations file that cannot be used.
 */
export function xSource(options: XSourceOptions): PostSource {
  return {
    name: "X API",
    // The run's plan says what it asks for, and holds for all of it.
    fingerprint: async () => "x",
    pages: (request, cursor) => pages(request, cursor, options),
  };
}

async function* pages(
  request: PostRequest,
  cursor: Cursor | null,
  options: XSourceOptions,
): AsyncGenerator<SourceEvent, void> {
  const { store, settings, clock } = options;
  const { runId } = request;
  const ledger = await openLedger(store);
  const paid = await resolvePending(ledger, store);
  const plan = await openRun(request, settings, store, ledger, clock.now());
  const month = () => monthOf(clock.now(), ledger.state);
  const left = () => postsLeft(ledger.state, settings, runId, month());
  const sizeFor = (windows: number) => fairSize(left(), windows, settings.pageSize);
  let at = cursor === null ? beginning(sizeFor(plan.windows.length)) : XCursor.parse(cursor);
  let faults = 0;
  for (;;) {
    const visit = nextVisit(plan, at);
    if (visit === undefined) {
      const unfinished = Object.keys(at.rest).length;
      if (unfinished === 0) break;
      at = nextRound(at, sizeFor(unfinished));
      continue;
    }
    const place = { station: visit.window.slug, name: String(at.pages).padStart(5, "0") };
    const pageName = rawPageName(place.station, place.name);
    const event = (body: Uint8Array, asked: Asked): SourceEvent => {
      at = afterPage(at, visit, asked);
      return { kind: "page", ...place, body, records: 1, posts: asked.page.posts, cursor: at };
    };
    if (paid?.runId === runId && paid.pageName === pageName) {
      yield event(paid.body, paid);
      continue;
    }
    const turn = takeTurn(visit, at, ledger.state, left(), clock.now());
    if (turn.kind === "unreachable") {
      at = afterUnreachable(at, visit);
      continue;
    }
    if (turn.kind === "stop")
      return yield* end(ledger, { kind: "end", coverage: coverageOf(plan, at, place.station) });
    if (turn.kind === "wait")
      return yield* end(ledger, { kind: "wait", resumeAt: turn.resumeAt.toISOString(), cursor: at });
    const { from, size } = turn;
    ledger.state = reserve(ledger.state, {
      runId,
      page: pageName,
      posts: size,
      month: month(),
      from,
    });
    await ledger.save();
    const outcome = await ask(searchParameters(visit, from, size), ledger, options);
    if (outcome.kind === "page") {
      faults = 0;
      yield event(await packPage(pageName, visit.window.station, outcome.text), {
        from,
        size,
        page: outcome.page,
      });
      // A caller that requests the next event has stored this one.
      ledger.state = settlePending(ledger.state, outcome.page.posts);
    } else if (outcome.kind === "stale-token") at = withoutToken(at, visit);
    else if (outcome.kind === "fault") await pause(++faults, outcome.reason, ledger, options);
  }
  yield* end(ledger, { kind: "end", coverage: coverageOf(plan, at, null) });
}

/** The last event of an invocation; what was spent is written down before it. */
async function* end(ledger: Ledger, event: SourceEvent): AsyncGenerator<SourceEvent, void> {
  await ledger.save();
  yield event;
}

/** Before another attempt, if there is one: throws SourceUnavailable after too many, and where the time is up. */
async function pause(
  faults: number,
  reason: string,
  ledger: Ledger,
  { clock, sleep }: XSourceOptions,
): Promise<void> {
  if (faults < MOST_FAULTS && clock.remaining() >= REQUEST_MILLISECONDS)
    return await sleep(FIRST_PAUSE_MILLISECONDS * 2 ** (faults - 1));
  await ledger.save();
  throw new SourceUnavailable(
    `X gave no answer that could be used (attempt ${faults} of ${MOST_FAULTS}): ${reason}.`,
    {
      hint: "Start the run again with the same id after a while: what is stored is not asked for again.",
    },
  );
}
