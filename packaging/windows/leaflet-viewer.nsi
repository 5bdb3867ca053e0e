; The installer for Windows, for NSIS 3. It is compiled with
;   makensis -DVERSION=0.1.0 -DPROGRAM=dist\leaflet-viewer -DOUT=dist leaflet-viewer.nsi
; PROGRAM is the program folder, OUT where the installer goes.
;
; It installs for everyone where it is started by an administrator, else for the one user:
;   leaflet-viewer-0.1.0-setup.exe [/S] [/AllUsers | /CurrentUser] [/D=C:\folder]
; /S asks nothing. The uninstaller takes the same /S.
;
; Paths are written with "\": makensis takes both on Linux, but on Windows finds no files behind a "/".

Unicode true
SetCompressor /SOLID lzma

!ifndef VERSION | PROGRAM | OUT
  !error "VERSION, PROGRAM and OUT are to be defined"
!endif

!define NAME "Leaflet Viewer"
!define ID "leaflet-viewer"
!define COMMAND "leaflet-viewer.exe"
!define CONSOLE_COMMAND "leaflet-viewer-console.exe"
!define KIND "LeafletViewer.leaflet"
!define OTHERS "LeafletViewer.document"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_INSTDIR "${NAME}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${UNINSTALL}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${UNINSTALL}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "UninstallString"
!define MULTIUSER_USE_PROGRAMFILES64
!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh

Name "${NAME}"
OutFile "${OUT}\${ID}-${VERSION}-setup.exe"
BrandingText "${NAME} ${VERSION}"
!ifdef ICON
  !define MUI_ICON "${ICON}"
  !define MUI_UNICON "${ICON}"
!endif
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "FileDescription" "${NAME} Setup"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Leaflet Viewer contributors; MIT licence"

!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION StartProgram
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

!macro STOP_ON_ERRORS WORDS
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONEXCLAMATION "${WORDS}" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
!macroend

; Program files that a running program holds cannot be replaced: say so before anything is changed.
; Either program may run: in a terminal or a script it is the one for consoles.
!macro STOP_WHERE_IT_RUNS PROGRAM
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${PROGRAM}" a
    !insertmacro STOP_ON_ERRORS "${NAME} is running. Close it, then start this again."
    FileClose $0
  ${EndIf}
!macroend

; The program folder holds nothing of the user's: it goes as a whole, and an update leaves nothing
; of the older version. A folder that holds no program of ours is never emptied; so the program
; stays where files cannot be removed, and the next time they are.
!macro REMOVE_PROGRAM
  ${If} ${FileExists} "$INSTDIR\${COMMAND}"
    ClearErrors
    ${If} ${FileExists} "$INSTDIR\_internal\*.*"
      RMDir /r "$INSTDIR\_internal"
    ${EndIf}
    Delete "$INSTDIR\${CONSOLE_COMMAND}"
    !insertmacro STOP_ON_ERRORS "Files in $INSTDIR are in use. Close what uses them, then start this again."
    Delete "$INSTDIR\${COMMAND}"
    Delete "$INSTDIR\leaflet-file.ico"
    Delete "$INSTDIR\uninstall.exe"
  ${EndIf}
!macroend

; Administrators, the system and users by their ids: their names are other ones in other languages.
!define RIGHTS "*S-1-5-32-544:(OI)(CI)F *S-1-5-18:(OI)(CI)F *S-1-5-32-545:(OI)(CI)RX"

!macro RUN COMMAND
  nsExec::ExecToLog '${COMMAND}'
  Pop $0
  ${If} $0 != 0
    StrCpy $2 "failed"
  ${EndIf}
!macroend

; Anybody may make folders in ProgramData, and so could give settings to all users. So ours is made
; before, for administrators to write and everybody to read. An empty one, or a link, is made anew; one
; that holds something becomes the administrators' with the settings in it.
!macro PROTECT_SETTINGS
  ${If} $MultiUser.InstallMode == "AllUsers"
    StrCpy $1 "$APPDATA\${NAME}" ; ProgramData, for all users
    StrCpy $2 ""
    RMDir "$1"
    CreateDirectory "$1"
    !insertmacro RUN '"$SYSDIR\takeown.exe" /A /F "$1"'
    !insertmacro RUN '"$SYSDIR\icacls.exe" "$1" /reset'
    !insertmacro RUN '"$SYSDIR\icacls.exe" "$1" /inheritance:r /grant:r ${RIGHTS}'
    ${If} ${FileExists} "$1\settings.toml"
      !insertmacro RUN '"$SYSDIR\takeown.exe" /A /F "$1\settings.toml"'
      !insertmacro RUN '"$SYSDIR\icacls.exe" "$1\settings.toml" /reset'
    ${EndIf}
    ${If} $2 != ""
      MessageBox MB_OK|MB_ICONEXCLAMATION "Other users may be able to change $1." /SD IDOK
    ${EndIf}
  ${EndIf}
!macroend

; Under "Open with" others may stand too: a key goes only where it holds nothing any more.
!macro OFFER_NO_MORE SUFFIX
  DeleteRegValue SHCTX "Software\Classes\${SUFFIX}\OpenWithProgids" "${OTHERS}"
  DeleteRegKey /ifempty SHCTX "Software\Classes\${SUFFIX}\OpenWithProgids"
  DeleteRegKey /ifempty SHCTX "Software\Classes\${SUFFIX}"
!macroend

!macro TELL_EXPLORER
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)' ; SHCNE_ASSOCCHANGED
!macroend

Section "${NAME}" MAIN
  SectionIn RO
  !insertmacro STOP_WHERE_IT_RUNS ${COMMAND}
  !insertmacro STOP_WHERE_IT_RUNS ${CONSOLE_COMMAND}
  !insertmacro PROTECT_SETTINGS
  !insertmacro REMOVE_PROGRAM
  SetOutPath "$INSTDIR"
  ClearErrors
  File /r "${PROGRAM}\*"
  !insertmacro STOP_ON_ERRORS "Files in $INSTDIR cannot be written. ${NAME} is not whole: start this again."
  !ifdef FILE_ICON
    File "/oname=leaflet-file.ico" "${FILE_ICON}"
  !endif
  WriteUninstaller "$INSTDIR\uninstall.exe"

  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${COMMAND}"
  WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "Leaflet Viewer contributors"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" "$0"
  WriteRegStr SHCTX "Software\Microsoft\Windows\CurrentVersion\App Paths\${COMMAND}" "" "$INSTDIR\${COMMAND}"
SectionEnd

Section "Start menu" START_MENU
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${COMMAND}"
SectionEnd

Section "Desktop" DESKTOP
  CreateShortcut "$DESKTOP\${NAME}.lnk" "$INSTDIR\${COMMAND}"
SectionEnd

; .leaflet is ours. XML, JSON and zip files are somebody else's: the program is offered under
; "Open with" and never made the default.
Section "Open leaflets with it" FILES
  WriteRegStr SHCTX "Software\Classes\${KIND}" "" "Leaflet"
  !ifdef FILE_ICON
    WriteRegStr SHCTX "Software\Classes\${KIND}\DefaultIcon" "" "$INSTDIR\leaflet-file.ico"
  !endif
  WriteRegStr SHCTX "Software\Classes\${KIND}\shell\open\command" "" '"$INSTDIR\${COMMAND}" "%1"'
  WriteRegStr SHCTX "Software\Classes\.leaflet" "" "${KIND}"
  WriteRegStr SHCTX "Software\Classes\.leaflet" "Content Type" "text/x-leaflet"
  WriteRegStr SHCTX "Software\Classes\.leaflet" "PerceivedType" "text"
  WriteRegStr SHCTX "Software\Classes\${OTHERS}" "" "Product information"
  WriteRegStr SHCTX "Software\Classes\${OTHERS}\shell\open\command" "" '"$INSTDIR\${COMMAND}" "%1"'
  WriteRegStr SHCTX "Software\Classes\.xml\OpenWithProgids" "${OTHERS}" ""
  WriteRegStr SHCTX "Software\Classes\.json\OpenWithProgids" "${OTHERS}" ""
  WriteRegStr SHCTX "Software\Classes\.zip\OpenWithProgids" "${OTHERS}" ""
  !insertmacro TELL_EXPLORER
SectionEnd

Section "Uninstall"
  !insertmacro STOP_WHERE_IT_RUNS ${COMMAND}
  !insertmacro STOP_WHERE_IT_RUNS ${CONSOLE_COMMAND}
  !insertmacro REMOVE_PROGRAM
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$DESKTOP\${NAME}.lnk"
  ReadRegStr $0 SHCTX "Software\Classes\.leaflet" ""
  ${If} $0 == "${KIND}"
    DeleteRegKey SHCTX "Software\Classes\.leaflet"
  ${EndIf}
  DeleteRegKey SHCTX "Software\Classes\${KIND}"
  DeleteRegKey SHCTX "Software\Classes\${OTHERS}"
  !insertmacro OFFER_NO_MORE .xml
  !insertmacro OFFER_NO_MORE .json
  !insertmacro OFFER_NO_MORE .zip
  DeleteRegKey SHCTX "Software\Microsoft\Windows\CurrentVersion\App Paths\${COMMAND}"
  DeleteRegKey SHCTX "${UNINSTALL}"
  !insertmacro TELL_EXPLORER
SectionEnd

; An installer that runs as an administrator would start the program as one. The desktop's Explorer
; starts it as the user.
Function StartProgram
  Exec '"$WINDIR\explorer.exe" "$INSTDIR\${COMMAND}"'
FunctionEnd

Function .onInit
  SetRegView 64
  !insertmacro MULTIUSER_INIT
FunctionEnd

Function un.onInit
  SetRegView 64
  !insertmacro MULTIUSER_UNINIT
FunctionEnd
