//! Short and familiar forms of given names, as a compact table of our own.

use std::collections::HashMap;
use std::sync::LazyLock;

/// One group a line: the full form first, then its short and sister forms.
const GROUPS: &str = "\
abigail abby abbie gail
abraham abe bram
adelaide addie ada adele heidi
adrian ade
agnes aggie nessa agneta
albert al bert bertie albrecht alberto
alexander alex al sandy xander sasha sander lex alejandro alessandro alexandre aleksander aleksandr aleksandar
alexandra alex sandra sasha alexa lexi alejandra alessandra aleksandra
alfred al fred alf alfie alfredo
alice ali alicia alison
amanda mandy
amelia amy millie
andrew andy drew andreas andres andre andrea anders andrzej
angela angie angelika angelina
ann anna anne annie hanna hannah anja anita anneke annette nan nancy ana
anthony tony ant antonio antoine anton toni antoon
antonia toni tonia antoinette
archibald archie
arnold arnie arno
arthur art artie arturo artur
augustus gus august agustin
barbara barb barbie babs bobbie basia
barnabas barney
bartholomew bart barty
beatrice bea trixie beatriz beate
benedict ben benny benedikt benoit benito
benjamin ben benny benji benno
bernard bernie bernhard bernardo
bertha bertie berta
birgit birgitta brigitte britta gitte brigitta
bradley brad
brenda bren
bridget biddy bridie
calvin cal
cameron cam
caroline carrie caro carol carolina karolina lina
catherine cathy kate katie kathy kat cat kitty kay katherine kathryn katharina katarina catalina caterina katrin karin cathrine catharina trine ekaterina katja
cecilia cecily celia cissy sissel
charles charlie chuck chas carl karl carlos carlo karel charly kalle
charlotte lottie lotte charlie charlotta
chester chet
christian chris kristian cristian
christina chris tina christine kristina kristin kristen christa kirsten chrissy
christopher chris kit topher christoph kristoffer cristobal christophe christoffer
clarence clare clay
claudia claudine
clifford cliff
constance connie constanze
cornelius kees cor neil cornelis
curtis curt kurt
cynthia cindy cyndi
daniel dan danny daniele danilo
david dave davey davide davy
deborah deb debbie debby debra
dennis denny denis den
diana di diane
dimitri dima mitya dmitry dmitri dmitrii dimitrios
dominic dom nick dominik dominique domenico domingo
donald don donny
dorothy dot dottie dolly dora dorothea thea
douglas doug
edmund ed eddie ned
edward ed eddie ted teddy ned eduard eduardo edoardo edvard
edwin ed eddie
eleanor ellie nell nora lenora eleonora leonor ella
elizabeth liz beth betty lizzie eliza elisabeth elsa ella libby bess elise lisa betsy liza isabel isabella isabelle elisa elisabetta elsbeth ilse else lisbeth bettina elspeth
emily em emmy emilie emilia
emma em emmy
emmanuel manny manuel manu emanuel emanule
eric rick erik erich rikard
ernest ernie ernst ernesto
estella stella estelle
eugene gene eugen eugenio evgeny evgenii
evelyn eve evie evelien
ferdinand ferdi nando fernando fernand
florence flo flora florentine
francis frank frankie franz francisco francesco francois frans paco pancho franco kiko
frances fran fanny francesca franziska francisca francoise paquita
frederick fred freddie fritz friedrich frederik federico fredrik frederic rick
gabriel gabe gabriele
gabriella gabby gabi gabriele gaby gabriela gabrielle
gail abigail
geoffrey geoff jeff jeffrey gottfried jeffery
george georg jorge giorgio jorgen jurgen goran joris georges georgie
gerald gerry jerry gerhard gerardo gerard gert gerrit geert
gertrude trudy gertie gerti gertrud
gilbert gil bert
giovanna gianna
gordon gord gordy
grace gracie
gregory greg gregor gregorio gregoire grzegorz
gustav gus gosta gustavo gustaf gustave
guy guido
gwendolyn gwen wendy
hans johannes johan hansi
harold harry hal harald
heinrich henry heinz hein henrik hendrik henri harry hank enrique enrico heini henk rik
helen helena nell ellen elena lena helene ilona
henrietta hattie etta henriette jette
herbert herb bert bertie heribert
hilary hil
howard howie
hubert bert hugh hubertus
hugo hugh hughie
humphrey humph
ida idan
ignatius iggy ignacio nacho ignaz ignazio
ingrid inga inger inge
irene rene irina irena
isac ike zac isak
isidore izzy isidoro
ivan vanya ivanka
jacob jake jack jakob giacomo jacques jap kuba iago
jacqueline jackie
james jim jimmy jamie jem jaime diego santiago
jane janet jan janie jeanne jana juana jenny
jasmine jas yasmin jasmin
jason jay jase
jean jeannie jeanette jeanne
jennifer jen jenny jenn
jeremy jerry jem jeremias jeremiah
jerome jerry hieronymus jeronimo
jessica jess jessie
joan joanna jo joanne johanna giovanna juana hanna hanne ioanna
joaquin quino joachim achim jochen kim
john jack johnny jon johann juan giovanni jean ian sean jan evan hans johan gianni janne ivan jens joao
jonathan jon jonny nathan
jordan jordy jordi
joseph joe joy jose josef giuseppe jos jo pepe beppe sepp iosif jozef peppe pino
josephine jo josie fina josefine josefina giuseppina fifi
joshua josh
juliana julie jules julia giulia juliane yulia
julian jules julien giuliano juliano
julius jules julio giulio
karen kari carina karin
kenneth ken kenny
kimberly kim kimmy
klaus claus nicholas nikolaus
kristof christof
lambert bert
laura laurie lori lara
lawrence larry laurie lars lorenzo laurens lorenz laurent lasse lauri
leo leon leonard leonardo len lenny leonhard lennart
leopold leo poldi
leslie les
lewis lew lou louis ludwig luis luigi lodewijk ludvig lui
lillian lil lily liliana lilly
linda lynn lin
louise lou lulu luise luisa lovisa
lucas luke luca lukas luc lukasz
lucy lu lucia luzia lucie lucille
lydia lidia
madeline maddie maddy madeleine magdalena lena magda malin maddalena
marcus mark marc marco marcos markus marek
margaret maggie meg peggy marge margie greta rita margot madge daisy margarete margarita margherita margareta marguerite grete griet grietje gretel marjorie
maria mary marie mia molly polly maja mariska mitzi marija maryam miriam mariam marika maike
marianne marian mariana
marilyn mary
marjorie marge margie
marlene lena marlena
martha marty marta matty
martin marty marten martino morten tino
matilda tilly matty mathilde mathilda
matthew matt matty matthias mathias mateo matteo mats mathieu mads thijs matthijs mateusz mattias
maurice moe morris mauricio maurizio moritz maurits
maximilian max maxi massimo massimiliano maximo
maxine max
megan meg
melanie mel melissa
melvin mel
michael mike mick mickey micky miguel michel michele mikael mikkel michiel misha mikhail mihail michal mischa
michelle shelly michele micala mikala michala
mildred millie
milton milt
minerva minnie
mitchell mitch
mohammed mohamed muhammad mohammad mo mehmet muhammed
monica mona monika monique
nadia nadezhda nadja
natalie nat nattie natalia natasha nathalie talia
nathaniel nat nate nathan
nicholas nick nicky nico niko nicolas niccolo nicola nils niels nikolai klas mikolaj nikolas colin
nicole nicky nikki nicola coleta
nora honora eleonora
norbert bert
norman norm
oliver ollie olivier olli oliviero
olivia liv livvy
oscar ossie oskar
oswald ossie waldo
pamela pam
patricia pat patty trish tricia patsy patrizia
patrick pat paddy rick patrizio patricio patrik padraig
paul paulie pablo paolo pavel pawel pal paulo poul
paula paulina pauline paola
penelope penny
peter pete pedro pietro piet pierre petr per par piotr petter pieter pyotr pere
petra peti petronella nel
philip phil pip filip felipe filippo philippe flip lippo
phyllis phyl
priscilla cilla prissy
rachel rae raquel rachele rahel
ralph rolf raoul raul
raymond ray ramon raimund raimondo
rebecca becky becca bec rebekka
regina gina reggie
reginald reg reggie reinhold reynaldo reinaldo
reinhard reiner rainer reinier renier
renate nate renata
richard rick dick rich ricky ricardo riccardo richie rik
robert bob rob bobby robbie bert roberto robin rupert ruprecht
roderick rod roddy rodrigo
rodney rod
roger rog rodger rutger ruggero rogelio
roland rollie orlando rolando
ronald ron ronnie reinhold
rosalind roz rosa
rose rosie rosa rosemarie rosita rosalia
rosemary rose romy rosie
rudolf rudy rolf rodolfo rudi ruud
russell russ
ruth ruthie
samuel sam sammy samule samu
samantha sam sammy
sarah sally sadie sara sari zara
sebastian seb bastian sebastien bas basti sebastiano
sergei sergey serge sergio serhii sergiy
sharon shari
sheila sheelagh
sidney sid sydney
sigrid siri sigi
sigmund sigi ziggy siegmund sigismund siegfried sigfrid
simon si simone simeon
simone mona simona
sophia sophie sofia sonia sonja sofie zofia sofija
stanley stan stanislav stanislaw stanislaus
stephanie steph stefanie stefania steffi estefania
stephen steve steven stefan esteban stefano etienne stephane steffen stef stephan estevan stepan
susan sue susie suzy susanna suzanne susanne susana zuzana sanne
svetlana sveta lana
sylvia syl silvia silvana silke
tabitha tabby
tamara tammy toma
teresa terry tess tessa theresa therese resi tracy theresia
terence terry
thaddeus tad
theodore ted teddy theo teodoro theodor teodor fedor fyodor
thomas tom tommy tomas tommaso tomasz maso
timothy tim timmy timo timoteo timotheus
tobias toby tobi tobie
ursula ulla uschi ursel uli
ulrich uli ulrik ulli udo
valentina val tina vale valya
valerie val valeria
vanessa nessa van
veronica ronnie vera roni veronika veronique nika
victor vic viktor vittorio
victoria vicky tori vic viktoria vittoria victoire
vincent vince vinnie vincenzo vicente enzo vinzenz cenzo
violet vi viola violetta
virginia ginny ginger gina virginie
vladimir vlad vova volodya volodymyr
walter walt wally wouter gualtiero valter walther
wendy gwen
wilhelmina mina willie wilma minna billie helmine helma
william bill will billy willy liam willem wilhelm guillermo guglielmo guillaume wim vilhelm helmut willi pim viljam
winifred winnie freda
xavier javier xavi javi saverio
yvonne evonne ivonne
zachary zach zack zac zacharias zak
";

/// Each form with the full forms of its groups, first things first.
static ROOTS: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut roots: HashMap<&'static str, Vec<&'static str>> = HashMap::new();
    for group in GROUPS.lines() {
        let mut words = group.split(' ');
        let Some(full) = words.next() else { continue };
        for word in std::iter::once(full).chain(words) {
            let of_word = roots.entry(word).or_default();
            if word == full {
                of_word.insert(0, full);
            } else if !of_word.contains(&full) {
                of_word.push(full);
            }
        }
    }
    roots
});

/// The full forms of a folded given name; empty for a name in no group.
pub(super) fn roots(given: &str) -> &'static [&'static str] {
    ROOTS.get(given).map_or(&[], Vec::as_slice)
}

/// Whether both are forms of one name.
pub(super) fn share(one: &str, other: &str) -> bool {
    roots(one).iter().any(|root| roots(other).contains(root))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::normal::fold::plain;

    #[test]
    fn the_table_is_folded_and_says_nothing_twice() {
        let groups: Vec<Vec<&str>> = GROUPS.lines().map(|line| line.split(' ').collect()).collect();
        assert!(groups.len() >= 150, "{}", groups.len());
        for group in groups {
            for (at, word) in group.iter().enumerate() {
                let folded = plain((*word).to_owned());
                assert!(!word.is_empty() && folded == *word, "{word} in {group:?} is {folded}");
                assert!(!group[..at].contains(word), "{word} twice in {group:?}");
            }
        }
    }

    #[test]
    fn a_form_may_belong_to_several_names() {
        assert_eq!(roots("alex"), ["alexander", "alexandra"]);
        assert!(share("bill", "willem") && share("peggy", "greta") && share("kees", "cornelis"));
        assert!(!share("bill", "bob") && !share("", "") && !share("xqz", "xqz"));
    }
}
