"""The names of months, as dates write them in the European Union, in Norway and in Iceland."""

from __future__ import annotations

from viewer.leaflet.plain import plain_words

# By language, full names with their genitives, then short ones. What means another month elsewhere
# is left out: "listopad" is October in Croatian and November in Polish and Czech.
NAMES = (
    # January
    "january jan januar januari janvier janv enero ene gennaio gen janeiro ianuarie ian jänner"
    " január januára leden ledna januarja styczeń stycznia sty siječanj siječnja sij janar jannar"
    " janúar jaanuar jaanuari jaan janvāris janvāra janvārī sausis sausio saus"
    " tammikuu tammikuun tammikuuta tammikuussa tammi eanáir ean"
    " ιανουάριος ιανουαρίου ιαν януари яну",
    # February
    "february feb februar februari februarie février févr fév febrero febbraio fevereiro fev febr"
    " február februára únor února úno februarja luty lutego lut veljača veljače velj frar"
    " febrúar veebruar veebruari veebr februāris februāra februārī vasaris vasario vas"
    " helmikuu helmikuun helmikuuta helmikuussa helmi feabhra feabh"
    " φεβρουάριος φεβρουαρίου φεβ февруари фев",
    # March
    "march mar mars marts mart maart mrt märz mrz marzo março martie marec marca március márc"
    " březen března bře marzec ožujak ožujka ožu marzu märts märtsi martā kovas kovo"
    " maaliskuu maaliskuun maaliskuuta maaliskuussa maalis márta"
    " μάρτιος μαρτίου μαρ март",
    # April
    "april apr aprilie aprile avril avr abril abr apríl apríla április ápr duben dubna dub aprila"
    " kwiecień kwietnia kwi travanj travnja tra aprill aprilli aprīlis aprīļa aprīlī balandis"
    " balandžio bal huhtikuu huhtikuun huhtikuuta huhtikuussa huhti aibreán aib"
    " απρίλιος απριλίου απρ април апр",
    # May
    "may maj mai mei mayo maggio mag maio máj mája május květen května kvě maja svibanj svibnja"
    " svi mejju maí maijs maija maijā gegužė gegužės geg"
    " toukokuu toukokuun toukokuuta toukokuussa touko bealtaine beal"
    " μάιος μαΐου μαι май",
    # June
    "june jun juni juin junio giugno giu junho jun iunie iun jún júna június červen června čvn"
    " junij junija czerwiec czerwca cze lipanj lipnja ġunju júní juuni jūnijs jūnija jūnijā"
    " birželis birželio birž kesäkuu kesäkuun kesäkuuta kesäkuussa kesä meitheamh meith"
    " ιούνιος ιουνίου ιουν юни",
    # July
    "july jul juli juillet juil julio luglio lug julho iulie iul júl júla július červenec července"
    " čvc julij julija lipiec lipca srpanj srpnja lulju júlí juuli jūlijs jūlija jūlijā liepa"
    " liepos liep heinäkuu heinäkuun heinäkuuta heinäkuussa heinä iúil"
    " ιούλιος ιουλίου ιουλ юли",
    # August
    "august aug augustus augusti août aou agosto ago augusta augusztus srpen srpna avgust avgusta"
    " avg sierpień sierpnia sie kolovoz kolovoza kol awwissu ágúst ágú augusts augustā"
    " rugpjūtis rugpjūčio rugp elokuu elokuun elokuuta elokuussa elo lúnasa lún"
    " αύγουστος αυγούστου αυγ август авг",
    # September
    "september sep sept septembre septiembre setiembre set settembre setembro septembrie szeptember"
    " szept septembra září zář wrzesień września wrz rujan rujna ruj settembru septembri"
    " septembris septembrī rugsėjis rugsėjo rugs syyskuu syyskuun syyskuuta syyskuussa syys mean"
    " σεπτέμβριος σεπτεμβρίου σεπ септември септ сеп",
    # October
    "october oct oktober okt octobre octubre ottobre ott outubro out octombrie október októbra"
    " říjen října říj oktobra październik października paź ottubru oktoober oktoobri oktobris"
    " oktobrī spalis spalio spal lokakuu lokakuun lokakuuta lokakuussa loka deireadh"
    " οκτώβριος οκτωβρίου οκτ октомври окт",
    # November
    "november nov novembre noviembre novembro noiembrie noi novembra studeni studenoga studenog stu"
    " nóvember nóv novembru novembri novembris novembrī lapkritis lapkričio lapkr"
    " marraskuu marraskuun marraskuuta marraskuussa marras listopadu samhain samh"
    " νοέμβριος νοεμβρίου νοε ноември ноем",
    # December
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro decembrie decembra"
    " prosinec prosince grudzień grudnia gru prosinac prosinca desember des diċembru detsember"
    " detsembri dets decembris decembrī gruodis gruodžio gruod"
    " joulukuu joulukuun joulukuuta joulukuussa joulu nollaig noll"
    " δεκέμβριος δεκεμβρίου δεκ декември дек",
)
MONTHS = {
    name: number for number, names in enumerate(NAMES, 1) for name in plain_words(names).split()
}
"""The number of a month by its name as `plain_words` gives it."""
