const list = (text: string): readonly string[] => text.trim().split(/\s+/);

/** The most frequent words of English posts, roughly by frequency. VADER rates none of them. */
export const COMMON = list(`
  the to a i and of in is for on you my it at with that this be me so just have from are was we not out all but
  up get your what now do can about if no one go time it's by as they how day he back when today see i'm an
  new got will there don't here been has come his more off or their had going think know last who work some
  really over make her next us then night people need week them want too still first only into home because
  than down our way always she right any would where after off why look year that's before i've take can't
  around two can't another morning every let say other even though did could again its am long man never didn't
  them being already big tomorrow something tonight were which place old very these made i'll show through
  someone there's life went everyone house working doing until what's ever little bit done should same much
  those minutes ago thing end things years part doesn't lot each weekend we're find him most many yet isn't
  yesterday wait while coming keep own both tell won't real put watch early left few called actually once
  hours days far under getting another station train tube line bus street road park market coffee lunch dinner
  office team city river bridge north south east west walk queue door window shop pub bar kitchen garden corner
  delay platform ticket football match film music gig book phone photo picture camera video news school kids
  dog cat rain sun snow wind weather summer winter monday tuesday wednesday thursday friday saturday sunday
  breakfast brunch pizza curry burger chips beer wine tea cake bread cheese bike run gym swim class course
  meeting project client website blog post link page list ticket event talk launch exhibition museum gallery
  theatre stage ticket crowd band song album concert tour play actor director paint drawing design
`);

/** Words of VADER's lexicon that are frequent in posts, most frequent first. */
export const MOODS = list(`
  love good like great happy lol best well thanks nice please better hope bad fun miss sorry hate beautiful
  amazing stop cool pretty sad free excited wrong lost hard perfect win dead glad sure sick tired awesome wish
  fine lovely worst crazy hell care problem haha hahaha friends cute shit damn fuck enjoy proud lucky luck
  favourite kill gorgeous mad bored smile fire crying cry pain ugly weird annoying strong super thank bless
  congrats congratulations brilliant worth safe wow ready interesting funny fantastic join ill fail failed
  poor lazy stupid evil fight war terrible horrible awful winner won save fresh wonderful sweet hurt broken
  angry dark cold alone missed joy joke special stunning peace excellent incredible hero jealous delayed
  disappointed disappointing disgusting embarrassing lonely scared scary stress stressed ruined rude rubbish
  pathetic nasty murder mess lies lied hopeless hilarious heartbroken grumpy grim greatest grateful generous
  gloomy furious friendly forgotten fear faith elegant easy doubt dirty depressing delightful delicious danger
  curious comfortable clever cheerful charming celebrate calm burden brave boring blame bitter benefit
  beauty attack ashamed argue anxious amused alarm agree afraid adore adorable active accident abuse welcome
  vulnerable violent useless upset treasure thrilled threat success suffering shame romantic risk rich reward
  resolve respect relaxed regret pressure promise pleasant perfectly outstanding optimistic nervous
`);

export const BOOSTERS = list(
  "so really very absolutely totally incredibly extremely pretty completely barely kinda slightly",
);
export const NEGATIONS = list("not never isn't don't can't wasn't won't didn't without nothing aint");
export const EMOTICONS = list(":) :( :D ;) :-) :/ xx <3 :P :'( XD :-( =)");
export const EMOJI = list(
  "😂 😍 ❤️ 😊 👏 🙌 😭 🎉 🔥 💕 ☀️ 😎 👍 🙄 😡 😩 💔 🤔 👀 ☕ 🚇 📍 🎶 🌈 🍕 🏃 📷 ✨ 🇬🇧 👩‍💻",
);
export const ENDS = list(". . . . ! ! !!! ? ... !! ?!");
export const EDITS = ["Edit: typo", "Edit: it was Tuesday, not today", "Update: still waiting"] as const;

export const ONSETS = list(
  "b c d f g h j k l m n p r s t v w z bl br ch cl cr dr fl gr pl pr sh sl st th tr",
);
export const VOWELS = list("a e i o u ai ea ee oo ou");
export const CODAS = list("b d g k l m n p r s t ck ld nd ng nt rd rk rn sh st x");
export const SUFFIXES = ["", "s", "ed", "ing", "er", "ers", "y", "ly", "'s", "ness", "ation"] as const;
