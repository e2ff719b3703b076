import { expect, test } from "vitest";
import { SourceRejected } from "../../../../../functions/errors.ts";
import { failure, setUp, shown, TOKEN } from "../../../../support/fake-x/over-http.ts";
import { PROBLEMS, refusal } from "../../../../support/fake-x/responses.ts";

test.each([
  ["a token that X does not know", PROBLEMS.unauthorized, "X does not know the bearer token (status 401)"],
  [
    "a plan without search",
    PROBLEMS.forbidden,
    "The plan of the X account does not have recent search (status 403)",
  ],
  [
    "something that is not X",
    { status: 403, body: "<html>Forbidden</html>", posts: 0 },
    "X, or something between here and X, forbids the request and does not say why (status 403)",
  ],
  ["a user's token", PROBLEMS.wrongToken, "X wants another kind of token than this one (status 403)"],
  ["no credits", PROBLEMS.noCredits, "The X account has no credits left (status 402)"],
  [
    "the cap of the month",
    PROBLEMS.usageCap,
    "The posts that the X account may read this month are used up (status 429)",
  ],
  [
    "a query that is too long for the plan",
    refusal(400, "query length cannot be more than 512", { query: ["..."] }),
    "The query is longer than the plan of the X account takes (status 400)",
  ],
  [
    "an operator that the plan lacks",
    refusal(400, "Reference to invalid operator 'point_radius'.", { query: ["..."] }),
    "X does not understand the query, or the plan of the account lacks one of its operators (status 400)",
  ],
  ["anything else", { status: 451, body: "<html>", posts: 0 }, "X refuses the request (status 451)"],
])("%s ends the run at once with a sentence that says so", async (_name, fate, sentence) => {
  const { x, store, extract } = await setUp({ fate: () => fate });
  const error = await failure(extract());
  expect(error).toBeInstanceOf(SourceRejected);
  expect(String(error)).toContain(sentence);
  expect(error).toHaveProperty("hint", expect.stringMatching(/\w/));
  expect(x.requests).toHaveLength(1);
  expect(shown(error, store)).not.toContain(TOKEN);
});

test.each([
  ["no page at all", "[]", "(the whole answer)"],
  ["no JSON, nor the beginning of any", "<html>Sign in to the network</html>", "(the whole answer)"],
  ["no meta", '{"data":[]}', "meta"],
  ["posts that are none", '{"data":["1"],"meta":{"result_count":1}}', "data.0"],
  ["a count that is none", '{"meta":{"result_count":"many"}}', "meta.result_count"],
])("an answer that is %s fails the run with the path that differs", async (_name, body, path) => {
  const { extract, x } = await setUp({ fate: () => ({ status: 200, body, posts: 0 }) });
  const error = await failure(extract());
  expect(error).toBeInstanceOf(SourceRejected);
  expect(String(error)).toContain(`X answered with something else than a page of posts: ${path}: `);
  expect(x.requests).toHaveLength(1);
});
