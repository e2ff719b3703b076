import type { Theme } from "./themes.ts";

/** What people write about anywhere, continued: going out, culture, work, the street. */
export const MORE_THEMES: readonly Theme[] = [
  {
    tags: ["livemusic", "gig", "nightout"],
    phrases: {
      good: [
        "{lovely} {music} night in {station} with {who}, my ears are still ringing",
        "Buskers playing {music} at {station}, whole crowd smiling, {very} {lovely}",
        "Free {music} in the pub by {station} every {day}: I {love} it",
      ],
      neutral: [
        "Spare ticket for the {music} gig on {day}, meet at {station}",
        "{music} or quiz night? Deciding at {station}",
        "Doors at seven, {music} at eight, last train from {station} at midnight",
      ],
      bad: [
        "{music} gig cancelled at the last minute, {very} {awful}",
        "Sound was {awful}, drinks were {pounds}, the {music} was over by ten",
        "Missed the last train from {station} after the {music} night. {awful}",
      ],
    },
  },
  {
    tags: ["football", "matchday"],
    phrases: {
      good: [
        "What a goal in the last minute! {lovely} match, {lovely} crowd",
        "Five-a-side near {station} with {who}, we WON, {very} happy",
        "My nephew scored his first goal on the pitch by {station}, proud {part}",
      ],
      neutral: [
        "Which pub in {station} shows the match on {day}?",
        "Need one more player for five-a-side by {station}, {day}, {pounds} each",
        "Half-time, nil nil, time for {food}",
      ],
      bad: [
        "Lost again. {n} goals down by half-time, {awful} defence",
        "{pounds} for a pie and a defeat, {very} {awful} {part}",
        "Trains from {station} after the match: {minutes} minutes of pushing, {awful}",
      ],
    },
  },
  {
    tags: ["museum", "art", "theatre"],
    phrases: {
      good: [
        "Tiny gallery near {station} has a {lovely} show of prints, free on {day}",
        "Took {who} to the theatre by {station}, we laughed all {part}, {lovely}",
        "The library in {station} is {very} {lovely}, and warm, and free",
      ],
      neutral: [
        "Book club in {station} moved to {day}",
        "Does the gallery by {station} open on {day}?",
        "Half-price tickets for the matinee, {pounds}, meet {who} at {station}",
      ],
      bad: [
        "Queued {minutes} minutes for a show that was {very} {awful}",
        "The library in {station} closes early again, what a sad loss",
        "{pounds} for an {awful} seat behind a pillar",
      ],
    },
  },
  {
    tags: ["work", "office", "Monday"],
    phrases: {
      good: [
        "First week in the new job near {station}: {very} {lovely} people",
        "Project shipped, team celebrating with {food} in {station}, proud of everyone",
        "Worked from a cafe in {station} all {part}, {drink} in hand, {very} happy",
      ],
      neutral: [
        "Office near {station} or home on {day}?",
        "{n} meetings before lunch, then {food}",
        "Anybody know a desk to rent around {station} for {day}?",
      ],
      bad: [
        "{n} meetings in a row and no lunch, {awful} {day}",
        "Laptop stolen from a cafe in {station}, please look after your bags. {awful}",
        "Fire alarm, cold {part} on the pavement outside the office, {very} {awful}",
      ],
    },
  },
  {
    tags: ["neighbourhood", "community", "street"],
    phrases: {
      good: [
        "The flower seller outside {station} remembers every name. {lovely}",
        "Street party in {station}, {food} on every table, I {love} my neighbours",
        "Fixed my bike for nothing at the repair cafe in {station}, {very} {lovely} volunteers",
      ],
      neutral: [
        "Road works outside {station} until {day}, buses on diversion",
        "Anyone found a set of keys near {station}? Blue ring, {n} keys",
        "Charity shop by {station} takes books on {day} from nine",
      ],
      bad: [
        "Bins by {station} not emptied since {day}, {awful} smell",
        "Drilling since seven this {part}, I {hate} these road works",
        "Bike stolen outside {station}, second time this year. {awful}",
        "Broken street lights from {station} to our road, it feels unsafe",
      ],
    },
  },
];
