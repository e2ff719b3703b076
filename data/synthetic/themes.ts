import type { Mood } from "./words.ts";

/** A subject that people write about at any station. */
export interface Theme {
  readonly tags: readonly string[];
  readonly phrases: Readonly<Record<Mood, readonly string[]>>;
}

export const THEMES: readonly Theme[] = [
  {
    tags: ["weather", "autumn", "LondonWeather"],
    phrases: {
      good: [
        "{lovely} sunset over the rooftops near {station} this {part}",
        "A {weather} {day} {part}, and the light around {station} is {very} {lovely}",
        "Crisp air, golden leaves, a {drink}: November can be {very} {lovely}",
        "Caught a rainbow from the bridge by {station}. {lovely} start to {day}",
      ],
      neutral: [
        "{weather} {part} in {station}, umbrella or no umbrella?",
        "Forecast says {weather} until {day}, taking the big coat",
        "Clouds, then sun, then clouds again. Typical {day} round here",
      ],
      bad: [
        "Soaked to the skin between {station} and home, {awful} {part}",
        "My umbrella broke in the {awful} wind outside {station}",
        "Dark at four, cold all day. {day} in November is {very} {awful}",
        "Slipped on wet leaves by {station} in front of a full bus queue. {awful}",
      ],
    },
  },
  {
    tags: ["commute", "delays", "TubeLife"],
    phrases: {
      good: [
        "A seat on the {line} line at rush hour, {day} is a {lovely} day",
        "Thanks to the {lovely} staff at {station} who helped {who} with a heavy case",
        "The driver on the {line} line told a joke and the whole carriage laughed, {very} {lovely}",
        "Lost my scarf at {station} and somebody handed it in. {lovely} people",
      ],
      neutral: [
        "Is the {line} line running from {station} this {part}?",
        "{minutes} minutes from {station} to the office, not my record",
        "Changing at {station} again, platform two, rear carriage",
        "Lifts out at {station} until {day}, take the stairs",
      ],
      bad: [
        "{minutes} minutes of delays on the {line} line, {very} {awful} {part}",
        "Stuck in a tunnel before {station}, no announcement, no air. {awful}",
        "Signal failure again. I {hate} the {line} line",
        "Nose to armpit on the {line} line since {station}. {very} {awful}",
        "Third cancelled train at {station} this {part}, worst commute of the week",
      ],
    },
  },
  {
    tags: ["coffee", "food", "eats"],
    phrases: {
      good: [
        "Best {drink} in London is {minutes} steps from {station}, and the people are {very} {lovely}",
        "Had {food} with {who} in {station}: {lovely}, and only {pounds}",
        "I {love} the little bakery by {station}, try the {food}",
        "New place near {station} does {lovely} {cuisine} food, already planning to go back",
      ],
      neutral: [
        "Where do people go for {food} around {station}?",
        "{drink} now, {food} later, deadline on {day}",
        "{pounds} for a {drink} near {station} these days",
        "Lunch with {who} at {station}: {food} or {food}?",
      ],
      bad: [
        "{pounds} for a cold {drink} at {station}, {very} {awful}",
        "Waited {minutes} minutes for {food} and got the wrong order. {awful} service",
        "The {cuisine} place by {station} has closed down, I am {very} sad",
        "Never again: {awful} {food} near {station} and a rude waiter",
      ],
    },
  },
  {
    tags: ["rent", "housing", "flathunt"],
    phrases: {
      good: [
        "Got the keys to the flat in {station}!! {very} happy",
        "Our landlord fixed the boiler within a day, {lovely} surprise",
        "Neighbours in {station} brought us {food} on moving day, how {lovely}",
      ],
      neutral: [
        "Viewing a one-bed near {station} on {day}, {rent} a month",
        "Looking for a flatmate in {station}, {rent} with bills, no smokers please",
        "Is {station} quiet at night? Asking for {who}",
      ],
      bad: [
        "{rent} a month for a damp room in {station}, this is {very} {awful}",
        "{n} viewings, no offer, another {awful} week of flat hunting",
        "Rent goes up again. I {hate} moving every year",
        "Mould on the wall, no heating, and the agent ignores my emails. {awful}",
      ],
    },
  },
  {
    tags: ["parks", "running", "dogsoflondon"],
    phrases: {
      good: [
        "Morning run from {station}, met a {animal}, {very} {lovely}",
        "Walked with {who} all the way to {station}, {lovely} {weather} air",
        "The park near {station} is full of colour, I {love} this city",
        "A {animal} followed us home from {station}, {lovely} creature",
      ],
      neutral: [
        "Saw a {animal} outside {station} this {part}",
        "{minutes} minutes round the park, then {food}",
        "Lost a grey glove between the park and {station} on {day}",
      ],
      bad: [
        "Rubbish all over the park by {station}, {awful} sight",
        "Pulled a muscle near {station}, {minutes} painful minutes back home",
        "The playground by {station} is broken again, the kids are {very} sad",
      ],
    },
  },
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
