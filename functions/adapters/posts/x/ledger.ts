import { randomUUID } from "node:crypto";
import { AnalysisFailed, SourceUnavailable } from "../../../errors.ts";
import type { ConditionalStore } from "../../../ports.ts";
import { X_STATE_KEY } from "../../../posts/keys.ts";
import { encodeJson } from "../../../runs/manifest.ts";
import { FIRST_STATE, XState } from "./state.ts";

/** The state in the store, and the copy at hand that `save` puts there. */
export interface Ledger {
  state: XState;
  /** Throws SourceUnavailable where somebody else has written it meanwhile: then nothing is written. */
  save(): Promise<void>;
}

/** Reads what is remembered. Throws AnalysisFailed where the object is damaged. */
export async function openLedger(store: ConditionalStore): Promise<Ledger> {
  const stored = await readState(store);
  let etag = stored?.etag ?? null;
  const ledger: Ledger = {
    state: stored?.state ?? FIRST_STATE,
    async save() {
      const writer = randomUUID();
      ledger.state = { ...ledger.state, writer };
      const written = await store.writeIf(X_STATE_KEY, encodeJson(ledger.state), etag);
      etag = written ?? (await ownTag(store, writer));
    },
  };
  return ledger;
}

/** A client that asks again after a lost answer is told that the object has changed, which it did itself. */
async function ownTag(store: ConditionalStore, writer: string): Promise<string> {
  const present = await readState(store);
  if (present?.state.writer === writer) return present.etag;
  throw new SourceUnavailable(
    `Somebody else has changed ${X_STATE_KEY} meanwhile, so nothing is asked for now.`,
    {
      hint: "Let one run at a time search X with this store; this one goes on when it is started again.",
    },
  );
}

const decoder = new TextDecoder("utf-8", { fatal: true });

async function readState(
  store: ConditionalStore,
): Promise<{ readonly state: XState; readonly etag: string } | undefined> {
  const object = await store.readTagged(X_STATE_KEY);
  if (object === undefined) return undefined;
  try {
    return { state: XState.parse(JSON.parse(decoder.decode(object.body))), etag: object.etag };
  } catch (cause) {
    throw new AnalysisFailed(
      `The object ${X_STATE_KEY} is not what this version of CityPulse writes, so it is not known what was spent.`,
      {
        hint: "Bring back an earlier version of it; without it the money of this month counts from zero again.",
        cause,
      },
    );
  }
}
