"""First names that nearly all who bear them in Europe and the Americas bear as women, or as men."""

from __future__ import annotations


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


WOMEN = _set(
    """
    abigail ada adriana agnes agnieszka aisha alexandra alice alicia alison allison amanda amber amelia amy ana
    anastasia angela angelica angelina anita anna anne annie antonia aoife astrid aurora barbara beatrice beatriz
    bella bernadette beth betty bianca birgit brenda bridget brigitte britta camila carla carmen carol carolina
    caroline catherine cecilia celia charlotte chiara chloe christa christiane christina christine cindy claire
    clara claudia colleen cornelia cristina cynthia daniela danielle deborah denise diana diane dianne dolores donna
    doris dorothy edith eileen elaine eleanor elena eliza elizabeth ella ellen elsa emily emma erica erika esther
    eva evelyn fatima fiona florence frances francesca franziska frida gabriela gabriella gabrielle genevieve
    geraldine gisela giulia gloria grace greta hannah heather heidi helen helena helga hermione hillary ida ines
    ingrid irene irina isabel isabella isabelle jacqueline jana jane janet janice jasmine jennifer jessica joan
    joanna johanna josephine joyce juanita judith judy julia juliana julie juliet karen karin katarina kate
    katharina katherine kathleen kathryn kathy katie katja katrin kerstin kirsten kristen kristin kristina laura
    lauren lea leah lena leonie leticia lillian linda lisa liz lorraine louisa louise lucia luciana lucy luisa lydia
    madeleine madison magdalena maggie manuela marcia margaret margarita maria marianne marie marina marion marisa
    marta martha martina mary matilda maureen megan melanie melissa mercedes mia michelle miranda miriam molly
    monica monika nadia nadine naomi natalia natalie natasha nathalie nina nora olga olivia pamela patricia paula
    paulina penelope petra phoebe pilar rachel rebecca regina renata rhonda rita roberta rosa rosalind rose rosie
    ruth sabine sabrina sally samantha sandra sara sarah selena sharon sheila shirley silvia sofia sonia sonja
    sophia sophie stefanie stephanie susan susanne suzanne svetlana sylvia tamara tanya tara teresa tessa theresa
    tiffany tina tracy ursula valentina valerie vanessa vera veronica victoria violet virginia vivian wendy whitney
    yolanda yvonne zoe
    """
)
MEN = _set(
    """
    aaron abdul abraham adam adrian ahmed alan albert alberto alejandro alessandro alexander alexandre alexei alfred
    ali allan allen anders andre andreas andrew andy angus anthony antoine antonio arthur august bart ben benjamin
    bernard bernd bill björn bob boris brad bradley brandon brendan brent brett brian bruce bruno bryan carl carlos
    cesar chad charles christian christoph christophe christopher chuck claude clement colin connor craig curt
    damian dan daniel danny darren dave david dean dennis derek diego dieter dirk dmitri dominic don donald doug
    douglas duncan dylan ed eddie edgar eduardo edward edwin elliot emanuel emil enrique eric erik ernest ernesto
    ethan eugene evan fabian felipe felix fernando filip finn florian francesco francisco franck frank franz fred
    frederic frederick friedrich gareth gary gavin geoff geoffrey georg george gerald gerard gerhard gilbert giorgio
    giovanni giuseppe glenn gordon graham greg gregory guillaume gunther gustav guy günther hans harald harold harry
    hector heinrich helmut henri henrik henry herbert hermann holger horst howard hubert hugh hugo ian igor isaac
    ivan jack jacob jacques jaime jake jakob james jan jared jason javier jeff jeffrey jens jeremy jerod jerome
    jerry jim jimmy joachim joao joe joel johan johannes john jon jonas jonathan jorge jose josef joseph josh joshua
    juan juergen julian julien julio justin jürgen karl keith ken kenneth kevin klaus konrad kurt kyle larry lars
    laurent lawrence leo leon leonard leonardo liam lloyd lorenzo louis luca lucas ludwig luigi luis lukas luke
    magnus malcolm manfred manuel marc marcel marcelo marco marcos marcus mario mark markus martin marty marvin
    mathieu matt matteo matthew matthias maurice max maximilian michael michel miguel mike mikhail miles mohamed
    mohammed nathan nathaniel neil nicholas nick nico nicolas niels nigel nikolai norbert norman olaf oliver olivier
    omar oscar otto owen pablo paolo pascal patrick paul pavel pedro pekka per peter phil philip philipp philippe
    pierre rafael rainer ralf ralph ramon raphael raul ray raymond rene ricardo richard rick rob robert roberto
    rodrigo roger roland rolf roman ron ronald roy rudolf rupert russell ryan salvador samuel santiago scott sean
    sebastian sebastien sergei sergio seth shane simon stanley stefan stefano stephan stephane stephen steve steven
    stuart sven ted terence terry theodore thierry thomas thorsten tim timothy tobias todd tom tommy tony travis
    trevor tristan tyler ulrich uwe victor vincent vladimir walter warren werner wilhelm will william willy wolfgang
    xavier yannick yves zachary
    """
)
