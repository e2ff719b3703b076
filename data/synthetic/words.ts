import type { Random } from "./random.ts";

export type Mood = "good" | "neutral" | "bad";

/** The words that can replace `{name}` in a phrase. A word can contain slots itself. */
export type Slots = Readonly<Record<string, readonly string[]>>;

/** Fills every slot of the phrase. Throws if a slot has no words. */
export function fill(phrase: string, slots: Slots, random: Random): string {
  return phrase.replace(/\{(\w+)\}/g, (_, name: string) => {
    const words = slots[name];
    if (words === undefined) throw new Error(`There are no words for {${name}} in "${phrase}".`);
    return fill(random.pick(words), slots, random);
  });
}

export const WORDS: Slots = {
  lovely: [
    ..."amazing,beautiful,brilliant,charming,delightful,excellent,fantastic,glorious,gorgeous".split(","),
    ..."great,lovely,magical,perfect,superb,terrific,wonderful".split(","),
  ],
  awful: [
    ..."annoying,appalling,awful,depressing,disappointing,dreadful,grim,horrible,lousy".split(","),
    ..."miserable,pathetic,rubbish,sad,shocking,terrible".split(","),
  ],
  very: ["really", "so", "absolutely", "properly", "honestly", "surprisingly", "just"],
  love: [
    "love",
    "adore",
    "can't get enough of",
    "will never tire of",
    "am so happy about",
    "am grateful for",
  ],
  hate: ["am sick of", "am fed up with", "am so tired of", "hate", "am annoyed by", "have had enough of"],
  who: [
    ..."my sister,my brother,mum,dad,my flatmate,an old friend,the whole team,my neighbour".split(","),
    ..."the kids,my cousin,nobody but the dog,two mates from school,my gran,a friend from work".split(","),
  ],
  line: [
    ..."Bakerloo,Central,Circle,District,Jubilee,Metropolitan,Northern,Piccadilly,Victoria".split(","),
    "Hammersmith & City",
  ],
  n: ["two", "three", "five", "six", "ten", "a dozen"],
  minutes: ["7", "9", "12", "15", "20", "25", "30", "35", "40", "45", "50"],
  pounds: ["£3.20", "£3.80", "£4", "£4.50", "£5.20", "£6", "£7.50", "£9", "£12", "£14", "£18"],
  rent: ["£950", "£1,100", "£1,250", "£1,400", "£1,650", "£1,800", "£2,100", "£2,400"],
  weather: ["rainy", "windy", "frosty", "foggy", "bright", "sunny", "grey", "cold", "mild", "damp"],
  food: [
    ..."dumplings,ramen,a bagel,falafel,jollof rice,fish and chips,a curry,tacos,dim sum,pancakes".split(","),
    ..."a cinnamon bun,pho,a Sunday roast,pizza,a toastie,noodles,doughnuts,soup,mezze,a fry-up".split(","),
  ],
  cuisine: "Turkish,Thai,Italian,Ethiopian,Polish,Korean,Mexican,Greek,Bengali,Peruvian".split(","),
  drink: [
    ..."flat white,espresso,latte,mocha,cortado,pot of tea,hot chocolate,chai,oat cappuccino".split(","),
  ],
  music: ["jazz", "folk", "grime", "techno", "soul", "punk", "indie", "choir", "samba", "brass band"],
  animal: ["fox", "heron", "robin", "swan", "squirrel", "parakeet", "whippet", "labrador", "ginger cat"],
};
