/** How often one term is said, here and elsewhere. */
export interface Usage {
  /** Texts here that hold the term, and all texts here. */
  readonly here: number;
  readonly textsHere: number;
  /** The same elsewhere. */
  readonly elsewhere: number;
  readonly textsElsewhere: number;
}

/** The prior's weight, as a share of all texts. Chosen by simulation, see docs/topics.md. */
const PRIOR_SHARE = 0.15;

/**
 * How much more likely a text here holds the term than one elsewhere: the log-odds ratio with an informative
 * Dirichlet prior, as a z-score (Monroe, Colaresi & Quinn 2008, doi 10.1093/pan/mpn018, equations 16 and 18 to
 * 22). The prior is PRIOR_SHARE of what is said everywhere. 0 where there is nothing to compare with.
 */
export function dirichletPriorLogOdds({ here, textsHere, elsewhere, textsElsewhere }: Usage): number {
  const texts = textsHere + textsElsewhere;
  const holding = here + elsewhere;
  if (textsElsewhere === 0 || holding === texts) return 0;
  const heldHere = here + PRIOR_SHARE * holding;
  const heldElsewhere = elsewhere + PRIOR_SHARE * holding;
  const withoutHere = textsHere + PRIOR_SHARE * texts - heldHere;
  const withoutElsewhere = textsElsewhere + PRIOR_SHARE * texts - heldElsewhere;
  const difference = Math.log(heldHere / withoutHere) - Math.log(heldElsewhere / withoutElsewhere);
  return difference / Math.sqrt(1 / heldHere + 1 / heldElsewhere);
}
