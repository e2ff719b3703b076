import type { Mood } from "./words.ts";

/** What people write about anywhere. */
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
];
