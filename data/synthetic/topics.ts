import type { Mood } from "./words.ts";

/**
 * What people do at particular stations, busiest stations first. Each entry is something that people can go for, queue
 * for or talk about. It fills `{thing}`.
 */
export const TOPICS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    "Camden Town":
      "the market, a punk gig, the vinyl stalls, a canal walk, second-hand vinyl, street food at the market, a sweaty gig, vintage boots",
    "Oxford Circus":
      "the sales, Christmas lights, shoe shopping, the crowded pavement, window shopping, the flagship shops, a last-minute present",
    "King's Cross St. Pancras":
      "the night train, the canal towpath, platform photos, a train to Leeds, the fountains, a long train ride north",
    "London Bridge":
      "the food market, oysters, a grilled cheese, views of the river, the river path, a glass skyscraper view, cheese tasting",
    Stratford:
      "the stadium, the shopping centre, a swim in the aquatics pool, an athletics meet, the velodrome, a concert at the stadium",
    "South Kensington":
      "the museum, the dinosaurs, a dinosaur skeleton, the science exhibits, fossils, the museum late opening, the whale skeleton",
    "Wembley Park":
      "the match, the stadium, a cup final, penalty shoot-outs, the stadium tour, away fans singing, a stadium concert",
    Brixton:
      "the covered market, jerk chicken, a reggae night, the academy gig, plantain at the market, a sound system",
    "Covent Garden":
      "the opera, street performers, a juggler on the piazza, ballet tickets, theatre queues, the opera house tour",
    "Leicester Square":
      "a film premiere, the cinema, popcorn, the red carpet, half-price theatre tickets, a midnight film",
    Waterloo:
      "the skate park, a film festival, the big wheel, a concrete theatre, a train to the coast, book stalls under the bridge",
    "Liverpool Street":
      "after-work drinks, a train to Norwich, office towers, the food hall, suits and rucksacks, lunch-hour yoga",
    "Old Street":
      "a start-up launch, the roundabout, a coding meetup, bootcamp demos, start-up stickers, a pitch night, craft beer",
    "Canary Wharf":
      "the winter lights, banking interviews, the dock swim, the roof garden, glass towers, the ice rink, trading floors",
    "North Greenwich":
      "an arena concert, the cable car, an arena encore, the cable car queue, an expo, the arena merch",
    "Cutty Sark":
      "the old ship, the observatory, the meridian line, a river boat, sailors' stories, the maritime festival",
    "Notting Hill Gate":
      "antiques, the painted houses, an antiques dealer, a bookshop, the carnival costumes exhibition, silver spoons",
    "Finsbury Park": "an outdoor festival, the boating lake, bowling, a reservoir walk, festival rehearsals",
    Arsenal: "the derby, a season ticket, the north stand, the kick-off, a derby goal, football scarves",
    "Fulham Broadway":
      "the match, football stickers, a pre-match pint, blue scarves, the derby, the away end",
    Wimbledon:
      "tennis, strawberries and cream, tennis lessons, the common, a windmill walk, a racket restring",
    Richmond: "the deer, the deer park, stags in the mist, rowing, a riverside walk, the rutting season",
    "Kew Gardens":
      "the glasshouse, orchids, the botanical gardens, the treetop walkway, giant water lilies, winter lanterns",
    Hampstead: "the heath, the swimming ponds, kites on the hill, a cold pond swim, a pond dip, heath mud",
    "Aldgate East":
      "a curry, street art, bagels with salt beef, the street art tour, a gallery opening, curry night",
    Angel: "a puppet theatre, antiques, tapas, a canal tunnel, the comedy club, a stand-up comedy night",
    "Baker Street":
      "waxworks, a detective tour, the planetarium, the detective museum, deerstalker hats, waxwork selfies",
    "Tower Hill": "the ravens, the crown jewels, the bridge lift, the castle, a beefeater tour, Roman walls",
    Westminster: "a protest, the bells, the abbey choir, parliament, a protest march, school trips",
    Southwark:
      "modern art, the gallery, a giant installation, a river terrace, the sculpture hall, a gallery talk",
    "Tooting Broadway": "dosa, the indoor market, curry, a dosa breakfast, a bingo palace, sari shops",
    "Walthamstow Central":
      "the long street market, neon art, wetlands birdwatching, a craft brewery, neon signs",
    "Elephant & Castle":
      "a student party, the new towers, arepas, roller skating, Latin dance classes, salsa",
    Bank: "the trading day, pinstripes, an old alley pub, a banking exam, the stock exchange, a sandwich at the desk",
    Embankment: "a night boat, river fog, chess in the gardens, the houseboats, low tide finds, mudlarking",
    "Clapham Common": "a picnic, softball, dog walkers, brunch, bottomless brunch, a fun run, the bandstand",
    Epping: "the forest, mushrooms, a forest walk, mountain biking, oak trees, a muddy forest trail",
    "Heathrow Terminals 2 & 3":
      "a delayed flight, passport control, the arrivals hall, a flight home, lost luggage, duty free",
  }).map(([station, things]) => [station, things.split(", ")]),
);

export const TOPIC_PHRASES: Readonly<Record<Mood, readonly string[]>> = {
  good: [
    "Nothing beats {thing} on a {weather} {day}, {very} {lovely}",
    "Came to {station} for {thing}, stayed for {other}. {lovely} {part}",
    "I {love} {thing} at {station}",
    "Took {who} to {station} for {thing}: {very} {lovely}",
    "{thing} with {who}, then {food}. What a {lovely} {day}",
    "Queued {minutes} minutes for {thing} and it was {very} worth it, {lovely}",
    "First time in {station} for {thing} and it was {lovely}, thank you",
  ],
  neutral: [
    "Heading to {station} for {thing}, anyone else?",
    "{thing} or {other} this {part}?",
    "What time does it get busy at {station}? Going for {thing} on {day}",
    "Meeting {who} at {station}, {thing} first, {food} after",
    "Talked about {thing} from {station} all the way home",
  ],
  bad: [
    "Went to {station} for {thing} and it was {very} {awful}",
    "{pounds} for {thing} at {station}? {awful}",
    "I {hate} queueing {minutes} minutes for {thing}",
    "So crowded in {station} that we gave up on {thing}, {very} {awful}",
    "{thing} cancelled without a word, {awful} {day} for {who}",
  ],
};
